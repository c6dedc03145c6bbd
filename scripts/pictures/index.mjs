import { forms } from './forms.mjs'
import { matrix } from './matrix.mjs'
import { timeline } from './timeline.mjs'

/** The pictures by their file in docs/pictures/; each is made from the program's own tables and plans. */
export const PICTURES = { 'forms.svg': forms, 'matrix.svg': matrix, 'timeline.svg': timeline }

import { attributesIn, elementsIn, listed } from './expected.js'
import type { ElementPattern, Pattern } from './pattern.js'

/** What a schema knows of an element's local name, or of an attribute's. */
export interface Word {
  readonly uris: Set<string>
  /** The local names of the elements that it can be in, or on. */
  readonly owners: Set<string>
}

/** The names that a schema uses, and where. */
export class Vocabulary {
  private readonly elements = new Map<string, Word>()
  private readonly attributes = new Map<string, Word>()
  private readonly all: readonly ElementPattern[]

  constructor(patterns: readonly Pattern[]) {
    this.all = patterns.filter((pattern) => pattern.kind === 'element')
    for (const { name, content } of this.all) {
      for (const { uri, local } of listed(name)) {
        wordOf(this.elements, local).uris.add(uri)
        for (const child of elementsIn(content)) {
          for (const inside of listed(child.name)) wordOf(this.elements, inside.local).owners.add(local)
        }
        for (const attribute of attributesIn(content)) wordOf(this.attributes, attribute.local).owners.add(local)
      }
    }
  }

  element(local: string): Word | undefined {
    return this.elements.get(local)
  }

  attribute(local: string): Word | undefined {
    return this.attributes.get(local)
  }

  /** The local names of the elements in which elements of a name have an attribute. */
  parentsWith(element: string, attribute: string): readonly string[] {
    const has = (content: Pattern): boolean => attributesIn(content).some(({ local }) => local === attribute)
    return this.all.flatMap(({ name, content }) => {
      const children = elementsIn(content).filter((child) => listed(child.name).some(({ local }) => local === element))
      return children.some((child) => has(child.content)) ? listed(name).map(({ local }) => local) : []
    })
  }
}

function wordOf(words: Map<string, Word>, local: string): Word {
  let word = words.get(local)
  if (word === undefined) {
    word = { uris: new Set(), owners: new Set() }
    words.set(local, word)
  }
  return word
}

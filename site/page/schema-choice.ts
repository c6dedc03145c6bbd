import type { SchemaFile, SchemaState } from '../protocol.js'
import type { Desk } from './desk.js'
import { byId, count } from './elements.js'
import { chosenFiles, isSchema, schemasOf } from './files.js'

/** What documents are checked against: the embedded schema, or files that the user gives. */
export class SchemaChoice {
  private readonly state = byId('schema', HTMLSpanElement)
  private readonly forget = byId('forget-schemas', HTMLButtonElement)

  /** @param onChange called when documents are checked against another schema */
  constructor(
    private readonly desk: Desk,
    private readonly onChange: () => void,
  ) {
    const chooser = byId('schema-files', HTMLInputElement)
    byId('choose-schemas', HTMLButtonElement).addEventListener('click', () => chooser.click())
    chooser.addEventListener('change', () => {
      void schemasOf(chosenFiles(chooser.files).filter(isSchema)).then((files) => this.use(files))
    })
    this.forget.addEventListener('click', () => {
      chooser.value = ''
      void this.use([])
    })
    this.state.textContent = textOf({ kind: 'embedded' })
  }

  /** Check documents against these files; against the embedded schema if there are none. */
  async use(files: readonly SchemaFile[]): Promise<void> {
    if (files.length > 0) this.state.textContent = `Reading ${count(files.length, 'schema file')}…`
    const state = await this.desk.ask('useSchemas', files)
    this.state.textContent = textOf(state)
    if (state.kind !== 'unusable') this.forget.hidden = state.kind === 'embedded'
    this.onChange()
  }
}

function textOf(state: SchemaState): string {
  switch (state.kind) {
    case 'embedded':
      return "libvirt's documents are checked for the lifecycle elements only. Drop libvirt's .rng files here (/usr/share/libvirt/schemas) to have all of it checked, and completed as you type."
    case 'libvirt':
      return `libvirt's documents are checked against libvirt's schema (${count(state.files, 'file')}), with the lifecycle elements added.`
    case 'own':
      return `libvirt's documents are checked against ${state.name}.`
    case 'unusable':
      return `These schemas cannot be used: ${state.message}. Nothing has changed.`
  }
}

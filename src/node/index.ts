/**
 * What the library does with files, in Node: find the schemas of an installed libvirt, and validate files by their paths.
 * Nothing is thrown for bad input; what is wrong comes back as diagnostics.
 *
 * @module virt-lifecycle/node
 */
export * from './document-schema.js'
export {
  type FoundSchema,
  findSchema,
  libvirtSchema,
  loadSchemaFile,
  type SchemaOption,
} from './libvirt-schema.js'
export * from './libvirt-version.js'
export * from './read-file.js'
export * from './schema-directories.js'
export * from './validate-files.js'

/** Formats: a file a format, a registry, detection, and the two functions that use them. */
export * from './detect.js'
export { CIM_VERSIONS, type CimVersion } from './hyperv/settings.js'
export * from './machine.js'
export * from './match.js'
export * from './match-diagnostics.js'
export * from './registry.js'
export * from './translate.js'

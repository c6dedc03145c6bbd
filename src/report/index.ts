/** What was found, for people and for programs: a file for each format. */
export * from './all.js'
export * from './fingerprint.js'
export type { ReportFormatName } from './formats.js'
export * from './patch.js'
export * from './report.js'
export * from './text.js'

import type { Finding } from '../diagnostics/index.js'
import type { Format } from './format.js'
import { HYPERV_FORMATS, unreadable } from './hyperv/index.js'
import { jsonFormat } from './json.js'
import { domainFormat } from './libvirt/domain.js'
import { libvirtGuestsFormat } from './libvirt/libvirt-guests.js'
import { qemuConfFormat } from './libvirt/qemu-conf.js'
import { virshFormat } from './libvirt/virsh.js'

const ROWS = [domainFormat, jsonFormat, ...HYPERV_FORMATS, virshFormat, libvirtGuestsFormat, qemuConfFormat] as const

/** The identifier of a format, as in `--from` and `--to`. */
export type FormatId = (typeof ROWS)[number]['id']

/** A format in the registry. */
export type RegisteredFormat = Format & { readonly id: FormatId }

/** Every format, in the order in which lists show them and recognition tries them. */
export const FORMATS: readonly RegisteredFormat[] = ROWS

/** The identifiers of the formats. */
export const FORMAT_IDS: readonly FormatId[] = ROWS.map(({ id }) => id)

/** Recognisers of what tools write that cannot be read: what it is, and what to do instead. */
export const UNREADABLE: readonly ((text: string) => Finding | undefined)[] = [unreadable]

/** The format with an identifier. @throws TypeError if there is none */
export function formatOf(id: FormatId): RegisteredFormat {
  const format = FORMATS.find((candidate) => candidate.id === id)
  if (format === undefined) throw new TypeError(`there is no format ${id}`)
  return format
}

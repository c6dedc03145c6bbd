import { SourceText } from '../../diagnostics/index.js'
import { MAP_OPTION, type MapReading, readMapFile, readMapPair } from '../../translate/index.js'
import { readDocument } from '../files/read-document.js'
import type { Place } from '../io.js'
import type { Merging } from './options.js'

/** Read what --map says: OLD=NEW, or the name of a file with two columns. */
export async function readMap(place: Place, { map = [], maxSize }: Merging): Promise<MapReading> {
  const readings: MapReading[] = []
  for (const value of map) readings.push(await readOne(place, value, maxSize))
  return {
    rows: readings.flatMap(({ rows }) => rows),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  }
}

async function readOne(place: Place, value: string, maxSize: number): Promise<MapReading> {
  if (value.includes('=')) return readMapPair(new SourceText(MAP_OPTION, value))
  const input = await readDocument(value, place, { maxSize })
  return 'diagnostic' in input ? { rows: [], diagnostics: [input.diagnostic] } : readMapFile(input.document)
}

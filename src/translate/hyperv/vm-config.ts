import type { Finding } from '../../diagnostics/index.js'
import { childElements, type XmlElement } from '../../xml/index.js'
import type { XmlFormat } from '../format.js'
import { numbered } from './actions.js'
import { type Identity, type Instance, nameOf, stringOf, uuidOf } from './instance.js'
import { type SettingTable, settingNames } from './properties.js'
import { START_ACTIONS, STOP_ACTIONS } from './vocabulary.js'
import { readXmlInstances, textProperty, type XmlSource, xmlInstance } from './xml-instances.js'

/**
 * The configuration of a machine as Hyper-V stored it up to Server 2012 R2, in exports and in boxes for Vagrant. Later
 * configurations (`.vmcx`) are binary.
 */
export const vmConfigFormat = {
  id: 'vm-config',
  description: "Hyper-V's own configuration XML, as exports up to Server 2012 R2 have it",
  syntax: 'xml',
  recognises: ({ local, uri }) => local === 'configuration' && uri === '',
  read: (document, options) =>
    readXmlInstances(document, options, { format: 'vm-config', instances: instancesAt, identify }),
} as const satisfies XmlFormat

const NAME = 'properties/name'
const ID = 'properties/global_id'

/**
 * The settings, by their paths. Only 1 and 1 were seen as values, which are the defaults of the v1 class, so the numbers are
 * read as those of v1. No element for a delay or an order was seen.
 */
const SETTINGS: SettingTable = {
  hostStart: {
    name: 'global_settings/power/host_startup/action',
    type: 'uint16',
    ...numbered(START_ACTIONS, 'v1'),
  },
  hostStop: {
    name: 'global_settings/power/host_shutdown/action',
    type: 'uint16',
    ...numbered(STOP_ACTIONS, 'v1'),
  },
}

const PATHS = [NAME, ID, ...settingNames(SETTINGS)]

function instancesAt(roots: readonly XmlElement[], { report }: XmlSource): readonly Instance[] {
  const instances = roots.map(instanceOf)
  const [first] = instances.flatMap((instance) => settingNames(SETTINGS).flatMap(instance.named))
  if (first !== undefined) report(NUMBERS_OF_V1, first.range)
  return instances
}

const NUMBERS_OF_V1: Finding = {
  code: 'VL330',
  message: 'the numbers in this configuration are read as those of v1: start 0 to 2 and stop 0 to 2',
  hint: 'they are not documented: compare a machine with what Hyper-V Manager shows',
}

function instanceOf(root: XmlElement): Instance {
  const properties = PATHS.flatMap((path) =>
    elementsAt(root, path).map((element) => {
      const { type = 'integer' } = element.attributes
      // A name is a text even if it looks like a number.
      return [path, textProperty(element, type === 'integer' && path !== NAME)] as const
    }),
  )
  return xmlInstance(root, undefined, properties)
}

/** The elements at a path below an element. */
function elementsAt(root: XmlElement, path: string): readonly XmlElement[] {
  const steps = path.split('/')
  return steps.reduce<readonly XmlElement[]>(
    (elements, step) => elements.flatMap(childElements).filter(({ local }) => local === step),
    [root],
  )
}

function identify(instance: Instance): Identity {
  if (PATHS.every((path) => instance.named(path).length === 0)) return { leftOut: OTHER }
  return { ...nameOf(instance, NAME), ...uuidOf(stringOf(instance, ID), ID), settings: SETTINGS }
}

const OTHER: Finding = {
  code: 'VL305',
  message: `this <configuration> is not that of a machine: it has neither ${NAME} nor ${ID} nor the settings`,
  hint: 'pass the machine\'s configuration file, from the folder "Virtual Machines" of an export',
}

import { type Identity, type Instance, nameOf } from './instance.js'
import type { ObjectKind } from './object-kind.js'
import { TERRAFORM_SETTINGS } from './properties.js'

/** Machines of the Terraform provider taliesins/hyperv. */
export const TERRAFORM: ObjectKind = {
  source: 'Terraform',
  settings: TERRAFORM_SETTINGS,
  marks: [],
  likely: [],
  shape: 'powershell-json',
  identify: identifyTerraform,
}

/** By name only: whether an attribute holds the machine's GUID was not verified. */
function identifyTerraform(instance: Instance): Identity {
  return { ...nameOf(instance, 'name'), settings: TERRAFORM_SETTINGS }
}

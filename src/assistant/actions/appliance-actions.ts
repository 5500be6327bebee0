/** Appliances: told by their nameplate, called by their name. */
import type { Values } from '../../flow/flow.ts'
import { applianceName, applianceOfModel, decodeNameplate } from '../../service/products.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { FAILED, ok } from './known.ts'

export const APPLIANCE_ACTIONS: Actions = {
  'identify-appliance': {
    outcomes: ['unknown'],
    needs: ['payload'],
    gives: ['appliance', 'model', 'serial', 'applianceName'],
    run: identify,
  },
  'name-appliance': { outcomes: [], needs: ['appliance'], gives: ['applianceName'], run: nameIt },
}

/** The deep link on a nameplate; `unknown` when it is not ours, or of an appliance that the catalogue does not have. */
async function identify({ payload }: Values, { service }: ActionContext): Promise<ActionResult> {
  const nameplate = typeof payload === 'string' ? decodeNameplate(payload) : undefined
  const appliance = nameplate && applianceOfModel(service.products, nameplate.model)
  if (!nameplate || !appliance) return { outcome: 'unknown' }
  return ok({
    appliance: appliance.value,
    applianceName: appliance.name,
    model: nameplate.model,
    serial: nameplate.serial,
  })
}

async function nameIt({ appliance }: Values, { service }: ActionContext): Promise<ActionResult> {
  const name = typeof appliance === 'string' ? applianceName(service.products, appliance) : undefined
  return name ? ok({ applianceName: name }) : FAILED
}

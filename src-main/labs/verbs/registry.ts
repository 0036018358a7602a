import { accountAct, accountCreate, accountForget, accountOpen, governanceSet } from './accounts.ts';
import { labAnswer } from './answers.ts';
import {
  attackerCall,
  attackerPlant,
  attackerReset,
  attackerSend,
  attackerTake,
  oauthExchange,
  oauthRefresh,
} from './attacks.ts';
import { appCallApi, gatewayRequest, tokenInspect } from './calls.ts';
import { deviceApprove, devicePoll, deviceStart } from './devices.ts';
import { extensionRemove, extensionSet } from './extensions.ts';
import { mailOpen, phoneRead } from './messages.ts';
import { idpLogin, idpLogout, personaSwitch } from './people.ts';
import { idpDirectoryToken, idpRequest, recoveryAsk } from './requests.ts';
import { clientSet, clockAdvance, snapshotTake, traceFilter, uiOpen, worldReset } from './sandbox.ts';
import type { Verb } from './verb.ts';
import { approvalDecide, workflowSet, workflowStart } from './workflows.ts';

/** Every verb of this version. Packs can do nothing else. */
const VERBS: ReadonlyMap<string, Verb> = new Map(
  [
    uiOpen,
    personaSwitch,
    idpLogin,
    idpLogout,
    appCallApi,
    gatewayRequest,
    tokenInspect,
    idpRequest,
    idpDirectoryToken,
    recoveryAsk,
    deviceStart,
    deviceApprove,
    devicePoll,
    attackerPlant,
    attackerTake,
    attackerSend,
    attackerCall,
    attackerReset,
    oauthExchange,
    oauthRefresh,
    accountCreate,
    accountAct,
    accountForget,
    accountOpen,
    governanceSet,
    extensionSet,
    extensionRemove,
    mailOpen,
    phoneRead,
    workflowSet,
    workflowStart,
    approvalDecide,
    clientSet,
    clockAdvance,
    traceFilter,
    labAnswer,
    snapshotTake,
    worldReset,
  ].map((verb) => [verb.name, verb]),
);

/** The verb of that name, if this version has it. */
export function verbNamed(name: string): Verb | undefined {
  return VERBS.get(name);
}

/** Whether a verb only shows something: it changes nothing and sends nothing. */
export function onlyShows(name: string): boolean {
  return [uiOpen, traceFilter, tokenInspect].some((verb) => verb.name === name);
}

/** All names, in the order in which help lists them. */
export function verbNames(): string[] {
  return [...VERBS.keys()];
}

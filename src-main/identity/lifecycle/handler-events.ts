import type { AccountState } from '../../contract/account-state.ts';
import type { EventType } from '../../contract/event-types.ts';
import type { Outcome } from '../../contract/events.ts';
import { EXTENSION_EVENTS, type PostEventName, type PreEventName } from '../../contract/extension-events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Trigger, TriggerKind } from './trigger.ts';

/** What WSO2's event bus calls a trigger, without PRE_ and POST_, in the order in which handlers are asked. */
const NAMES: Readonly<Partial<Record<TriggerKind, readonly string[]>>> = {
  'self-register': ['SELF_SIGNUP_REGISTER', 'ADD_USER'],
  'lite-register': ['SELF_SIGNUP_REGISTER', 'ADD_USER'],
  create: ['ADD_USER'],
  invite: ['ADD_USER_WITH_ASK_PASSWORD', 'ADD_USER'],
  'create-to-verify': ['VERIFY_EMAIL_CLAIM', 'ADD_USER'],
  'set-password': ['ADD_NEW_PASSWORD'],
  'change-password': ['ADD_NEW_PASSWORD'],
  'admin-set-password': ['UPDATE_CREDENTIAL_BY_ADMIN'],
  'force-reset': ['FORCE_PASSWORD_RESET_BY_ADMIN'],
  'change-address': ['SET_USER_CLAIMS'],
  'admin-lock': ['LOCK_ACCOUNT'],
  'admin-unlock': ['UNLOCK_ACCOUNT'],
  disable: ['DISABLE_ACCOUNT'],
  enable: ['ENABLE_ACCOUNT'],
  delete: ['DELETE_USER'],
};

const KNOWN: ReadonlyMap<string, { phase: string }> = new Map(
  EXTENSION_EVENTS.map((event) => [event.name, event]),
);
const isPre = (name: string): name is PreEventName => KNOWN.get(name)?.phase === 'pre';
const isPost = (name: string): name is PostEventName => KNOWN.get(name)?.phase === 'post';

/** The events at which handlers are asked before a transition of an account is written. */
export function eventsBefore(
  trigger: Trigger,
  before: AccountState | null,
  next: AccountState | null,
): PreEventName[] {
  if (trigger.kind === 'confirm') {
    if (trigger.code.step === 'VERIFY_EMAIL') return ['PRE_EMAIL_CHANGE_VERIFICATION'];
    return before?.label?.startsWith('PENDING_') ? ['PRE_USER_ACCOUNT_CONFIRMATION'] : [];
  }
  if (trigger.kind === 'sign-in-failed')
    return next?.locked === true && before?.locked === false ? ['PRE_LOCK_ACCOUNT'] : [];
  return (NAMES[trigger.kind] ?? []).map((name) => `PRE_${name}`).filter(isPre);
}

/** A fact as it was committed with its change of state. */
export interface CommittedFact {
  type: EventType;
  outcome: Outcome;
  subject?: string;
  data: JsonObject;
}

/** The events of which handlers are told once a fact is committed. Most facts have none. */
export function eventsAfter({ type, outcome, data }: CommittedFact): PostEventName[] {
  switch (type) {
    case 'account.created':
    case 'account.changed':
    case 'account.deleted': {
      const derived = (NAMES[data.trigger as TriggerKind] ?? []).map((name) => `POST_${name}`);
      const told = Array.isArray(data.events) ? data.events.map(String) : [];
      return [...new Set([...derived, ...told])].filter(isPost);
    }
    case 'account.updated':
      return ['POST_SET_USER_CLAIMS'];
    case 'account.code.issued':
      return data.scenario === 'NOTIFICATION_BASED_PW_RECOVERY' && data.step === 'UPDATE_PASSWORD'
        ? ['POST_SEND_RECOVERY_NOTIFICATION']
        : [];
    case 'message.sent':
      if (outcome !== 'ok') return [];
      return [data.channel === 'sms' ? 'TRIGGER_SMS_NOTIFICATION' : 'TRIGGER_NOTIFICATION'];
    case 'idp.signin.succeeded':
    case 'idp.signin.failed':
      return ['POST_AUTHENTICATION'];
    default:
      return [];
  }
}

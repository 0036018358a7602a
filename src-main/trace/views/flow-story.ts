import type { Outcome, SandboxEvent } from '../../contract/events.ts';
import type { FlowSummary, Hop } from '../../contract/flow.ts';
import type { Participant } from '../../contract/world.ts';
import { isDecision } from './decisions.ts';
import { isAsset } from './hops.ts';
import { participantFor, personName } from './participants.ts';

const GRANT_WORDS: Record<string, string> = {
  client_credentials: 'client credentials',
  refresh_token: 'refresh',
  'urn:ietf:params:oauth:grant-type:device_code': 'device',
};

function text(event: SandboxEvent, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = event.data[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Collects, event by event, what the one line of a story in the list of traces says. */
export class FlowStory {
  readonly #clients = new Set<string>();
  #first: SandboxEvent | undefined;
  #last: SandboxEvent | undefined;
  #actor: string | undefined;
  #subject: string | undefined;
  #outcome: Outcome = 'ok';
  #signIn: 'begun' | 'done' | 'refused' | undefined;
  #signOut = false;
  #device = false;
  #grant: string | undefined;
  #setup = false;
  #decided = false;

  append(event: SandboxEvent): void {
    this.#first ??= event;
    this.#last = event;
    this.#subject ??= event.subject;
    const client = text(event, 'client', 'client_id');
    if (client !== undefined) this.#clients.add(client);
    // Whoever began the story is its actor; the provider acting for itself is not.
    if (this.#actor === undefined || (this.#actor === 'sandbox' && event.actor !== 'sandbox'))
      this.#actor = event.actor;
    if (isDecision(event) && event.outcome !== 'ok') this.#outcome = event.outcome;
    if (isDecision(event) && event.type !== 'gw.preflight.answered') this.#decided = true;
    // What is asked for after the set-up is the learner's.
    if (event.type === 'http.request') this.#setup = false;
    if (event.type === 'lab.verb.played') this.#setup = event.data.by === 'setup';
    this.#note(event);
  }

  /** A set-up in which somebody signed in is shown: the session that it leaves is part of what follows. */
  #aside(hops: readonly Hop[]): FlowSummary['aside'] {
    if (this.#setup && this.#signIn === undefined) return 'setup';
    const page = hops.every(
      ({ channel, method, response }) =>
        channel === 'front' && /^(?:GET|OPTIONS)$/.test(method) && (response?.status ?? 0) < 400,
    );
    return page && !this.#decided ? 'page' : undefined;
  }

  #note(event: SandboxEvent): void {
    switch (event.type) {
      case 'idp.authorization.requested':
      case 'idp.interaction.started':
        this.#signIn ??= 'begun';
        break;
      case 'idp.authorization.granted':
      case 'app.session.started':
        this.#signIn = 'done';
        break;
      case 'idp.authorization.denied':
        this.#signIn = 'refused';
        break;
      case 'idp.device.started':
        this.#device = true;
        break;
      case 'idp.logout.succeeded':
        this.#signOut = true;
        break;
      case 'idp.token.issued':
        this.#grant ??= text(event, 'grant_type', 'grantType');
        break;
      default:
    }
  }

  /** `known` gives clients and personas their names. */
  summary(
    flow: string,
    hops: readonly Hop[],
    known: ReadonlyMap<string, Participant>,
  ): FlowSummary | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const aside = this.#aside(hops);
    return {
      flow,
      title: this.#title(hops, known),
      firstSeq: this.#first.seq,
      lastSeq: this.#last.seq,
      vtime: this.#first.vtime,
      actor: this.#actor ?? 'outside',
      subject: this.#subject,
      clients: [...this.#clients],
      hops: hops.reduce((count, hop) => count + (isAsset(hop) ? 0 : 1), 0),
      outcome: this.#outcome,
      ...(aside === undefined ? {} : { aside }),
    };
  }

  #title(hops: readonly Hop[], known: ReadonlyMap<string, Participant>): string {
    const parts = [this.#opening(hops, known), callsTitle(hops), this.#signOut ? 'sign-out' : undefined];
    const said = parts.filter((part) => part !== undefined);
    const title = said.length > 0 ? said.join(', then ') : (hops[0]?.title ?? this.#first?.type ?? '');
    return title.charAt(0).toUpperCase() + title.slice(1);
  }

  #opening(hops: readonly Hop[], known: ReadonlyMap<string, Participant>): string | undefined {
    const client = this.#clientName(hops, known);
    const at = client === undefined ? '' : ` to ${client}`;
    if (this.#device) return `device sign-in${at}`;
    if (this.#signIn === 'done') return `sign-in${at}`;
    if (this.#signIn === 'refused') return `sign-in${at} refused`;
    if (this.#signIn === 'begun') return `sign-in${at}, not finished`;
    const grant = this.#grant === undefined ? undefined : GRANT_WORDS[this.#grant];
    if (grant === undefined) return undefined;
    return `token${client === undefined ? '' : ` for ${client}`} (${grant})`;
  }

  #clientName(hops: readonly Hop[], known: ReadonlyMap<string, Participant>): string | undefined {
    const [client] = this.#clients;
    if (client !== undefined) {
      const id = client.startsWith('app:') ? client : `app:${client}`;
      return participantFor(id, known).name;
    }
    const hop = hops.find((each) => each.to.startsWith('app:'));
    return hop === undefined ? undefined : participantFor(hop.to, known).name;
  }
}

/** The calls to APIs, from the hops that arrived at the gateway. */
function callsTitle(hops: readonly Hop[]): string | undefined {
  const calls = hops.filter((hop) => hop.to === 'gateway');
  if (calls.length === 0) return undefined;
  return calls.length === 1 ? calls[0]?.title : `${calls.length} API calls`;
}

/** Who a story is about, for a reader. */
export function actorName(actor: string): string {
  if (actor === 'outside') return 'Outside client';
  if (actor === 'sandbox') return 'Sandbox';
  return personName(actor);
}

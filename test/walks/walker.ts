import { type Governance, governanceSchema } from '../../src-main/contract/governance.ts';
import type { Applied } from '../../src-main/identity/lifecycle/applied.ts';
import { bornOf, draft, OPERATIONS, passwordAt, personOf, triggerOf } from './deeds.ts';
import { cheapHash, type WalkGround } from './ground.ts';
import { holds } from './holds.ts';
import { BEGINNINGS, type Deed, ruled } from './law.ts';
import { addCode, type CarriedOut, carryOut, type Expected, type Model, type Person } from './model.ts';
import type { Ruling } from './ruling.ts';
import { show } from './show.ts';
import { PEOPLE, type Step, SWITCHES } from './steps.ts';
import { exchange, refresh, signIn, type Visited } from './visits.ts';
import { Wrong } from './wrong.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Takes steps on a real directory and in the model of it, and throws {@link Wrong} where the two part. */
export class Walker {
  readonly #ground: WalkGround;
  #model: Model;
  #kept: Model | undefined;
  /** What visits of people need of this. The model is another one after a restore. */
  readonly #visited: Visited;

  constructor(ground: WalkGround) {
    this.#ground = ground;
    const own = () => this.#model;
    this.#visited = {
      ground,
      get model() {
        return own();
      },
      done: (id, ruling) => this.#done(id, ruling, { now: ground.now }),
      nothingCame: () => void this.#receive([]),
    };
    const people = Object.fromEntries(PEOPLE.map((id) => [id, personOf(ground, id)]));
    this.#model = {
      governance: governanceSchema.parse({}),
      people,
      codes: [],
      tokens: [],
      onTheWay: [],
      sessions: [],
      read: ground.messages(0).at(-1)?.row ?? 0,
      grants: 0,
      addresses: 0,
    };
  }

  get model(): Model {
    return this.#model;
  }

  /** A step with what it is about, for whoever has to follow a walk that failed. */
  inWords(step: Step): string {
    const { codes, onTheWay, tokens } = this.#model;
    const about =
      step.kind === 'show'
        ? codes[step.code]
        : step.kind === 'exchange'
          ? onTheWay[step.code]
          : step.kind === 'refresh'
            ? tokens[step.token]
            : undefined;
    return about ? `${JSON.stringify(step)} of ${JSON.stringify(about)}` : JSON.stringify(step);
  }

  async take(step: Step): Promise<void> {
    const ground = this.#ground;
    const model = this.#model;
    switch (step.kind) {
      case 'deed':
        await this.#deed(step.account, step.deed, step.by === 'scim');
        break;
      case 'show':
        await show(ground, model, step, (expected, secrets) => this.#receive(expected, secrets));
        break;
      case 'guess':
        await this.#guess(step.account, step.place);
        break;
      case 'init':
        await this.#init(step.account, step.channel);
        break;
      case 'sign-in':
        await signIn(this.#visited, step);
        break;
      case 'exchange':
        await exchange(this.#visited, step.code);
        break;
      case 'refresh':
        await refresh(this.#visited, step.token);
        break;
      case 'pass': {
        const session = model.sessions[step.session];
        if (session && (await ground.passes(session.uid)) && session.dead)
          throw new Wrong('a session that had ended lets in again');
        break;
      }
      case 'end-sessions':
        await this.#administer(step.account, 'end-sessions');
        break;
      case 'revoke-tokens':
        await this.#administer(step.account, 'revoke-tokens');
        break;
      case 'switch':
        this.#switch(step.to);
        break;
      case 'wait':
        await ground.identity.core.scheduler.advance(step.ms);
        break;
      case 'snapshot':
        await ground.snapshot();
        this.#kept = structuredClone(model);
        break;
      case 'restore':
        await ground.restore();
        if (this.#kept) this.#model = structuredClone(this.#kept);
        break;
      default:
        await ground.restart();
    }
    const touched = 'account' in step ? [step.account] : PEOPLE;
    await holds(ground, this.#model, touched);
  }

  async #deed(id: string, deed: Deed, byScim: boolean): Promise<void> {
    const { lifecycle, now } = this.#ground;
    const model = this.#model;
    const person = model.people[id] ?? null;
    // Whether a name is free is asked before the life of the account is.
    if (BEGINNINGS.includes(deed) && person) return;
    const ruling = ruled(deed, person?.state ?? null, model.governance, now);
    if (byScim) {
      if (!model.governance.notifications.internal) return;
      await this.#scim(id, deed, person);
      if (ruling) this.#done(id, ruling, { now });
      else this.#receive([]);
      return;
    }
    let address: string | null = null;
    let applied: Applied;
    if (BEGINNINGS.includes(deed)) applied = lifecycle.create(draft(id, now), triggerOf(deed));
    else if (deed === 'new-email' || deed === 'new-phone') {
      model.addresses += 1;
      address = deed === 'new-email' ? `new-${model.addresses}@mail.example` : `+4179100${model.addresses}`;
      const attributes = deed === 'new-email' ? { pendingEmail: address } : { pendingPhone: address };
      applied = lifecycle.apply(id, triggerOf(deed), { address, attributes });
    } else if (deed === 'idle') {
      lifecycle.governance.set({ suspension: { enabled: true } });
      applied = lifecycle.apply(id, triggerOf(deed));
      lifecycle.governance.set({ suspension: { enabled: false } });
    } else if (deed === 'admin-set-password' || deed === 'change-password')
      applied = lifecycle.apply(id, triggerOf(deed), {
        attributes: { passwordHash: cheapHash(passwordAt(id, now)) },
      });
    else applied = lifecycle.apply(id, triggerOf(deed));
    if (applied.ok !== (ruling !== undefined))
      throw new Wrong(`${deed} of ${id} was ${applied.ok ? 'taken' : `refused by ${applied.deniedBy}`}`);
    if (!ruling || !applied.ok) return void this.#receive([]);
    if (person === null) model.people[id] = bornOf(id, ruling);
    else if (deed === 'admin-set-password' || deed === 'change-password')
      person.password = passwordAt(id, now);
    else if (deed === 'new-email') person.pendingEmail = address;
    else if (deed === 'new-phone') person.pendingPhone = address;
    const handed = applied.issued[0]?.secret;
    this.#done(id, ruling, { now, address, resends: deed === 'resend' }, handed);
  }

  /** Carries a ruling out in the model, and reads what came by mail. */
  #done(id: string, ruling: Ruling, how: Parameters<typeof carryOut>[3], handed?: string): void {
    const done: CarriedOut = carryOut(this.#model, id, ruling, how);
    const secret = this.#receive(done.expected) ?? handed;
    if (handed !== undefined && secret !== handed) throw new Wrong('the message carries another code');
    if (done.again && secret !== done.again.secret) throw new Wrong('within the tolerance another code came');
    if (!done.made) return;
    if (secret === undefined) throw new Wrong(`no code came for ${done.made.scenario}`);
    addCode(this.#model, { ...done.made, secret });
  }

  /** Reads new messages: just those that were expected. Answers the code that one of them carries. */
  #receive(expected: readonly Expected[], secrets: string[] = []): string | undefined {
    const came = this.#ground.messages(this.#model.read);
    this.#model.read = came.at(-1)?.row ?? this.#model.read;
    const asText = (all: readonly Expected[]) =>
      all
        .map(({ account, template, address }) => `${template} to ${account} at ${address}`)
        .sort()
        .join(', ');
    if (asText(came) !== asText(expected))
      throw new Wrong(`messages: came ${asText(came) || 'none'}; wanted ${asText(expected) || 'none'}`);
    const found = came.flatMap(({ secret }) => secret ?? []);
    secrets.push(...found);
    return found[0];
  }

  async #scim(id: string, deed: Deed, person: Person | null): Promise<void> {
    const status =
      deed === 'delete'
        ? await this.#ground.scim('DELETE', id)
        : await this.#ground.scim('PATCH', id, { schemas: [PATCH], Operations: [OPERATIONS[deed]] });
    const wanted = person === null ? 404 : deed === 'delete' ? 204 : 200;
    if (status !== wanted) throw new Wrong(`SCIM answered ${deed} of ${id} with ${status}, not ${wanted}`);
  }

  /** Types a code that nobody was ever sent. */
  async #guess(id: string, place: 'confirm' | 'password' | 'sign-in'): Promise<void> {
    if (place === 'sign-in') return signIn(this.#visited, { account: id, typed: 'wrong', exchanges: true });
    await show(this.#ground, this.#model, { place, as: id }, (expected, secrets) =>
      this.#receive(expected, secrets),
    );
  }

  async #init(id: string, channelId: string): Promise<void> {
    const { now } = this.#ground;
    const model = this.#model;
    const person = model.people[id];
    const claims = [{ uri: 'http://wso2.org/claims/username', value: id }];
    const answer = await this.#ground.rest('/api/users/v2/recovery/password/init', { claims });
    const stopped = person && (person.state.disabled || person.state.locked);
    if ((answer === undefined) !== Boolean(stopped))
      throw new Wrong(`a recovery of ${id} was not as its state`);
    this.#receive([]);
    if (!answer) return;
    const begun = (
      answer as unknown as { flowConfirmationCode: string; channelInfo: { recoveryCode: string } }[]
    )[0];
    if (!begun) throw new Wrong('a recovery began without codes');
    const account = person ? id : `nobody of ${id}`;
    for (const code of model.codes)
      if (code.account === account && code.status === 'open' && RECOVERY_STEPS.includes(code.step))
        code.status = 'superseded';
    const { flowLifetime, recoveryCodeLifetime } = model.governance.recovery;
    const base = {
      account,
      scenario: 'NOTIFICATION_BASED_PW_RECOVERY',
      format: 'link',
      status: 'open',
    } as const;
    const fresh = { createdAt: now, attempts: 0, address: null, channelId, byPhone: false };
    const add = (step: 'RECOVERY_FLOW' | 'SEND_RECOVERY_INFORMATION', secret: string, lifetime: number) =>
      addCode(model, { ...base, ...fresh, step, secret, expiresAt: now + lifetime });
    add('RECOVERY_FLOW', begun.flowConfirmationCode, flowLifetime);
    add('SEND_RECOVERY_INFORMATION', begun.channelInfo.recoveryCode, recoveryCodeLifetime);
  }

  async #administer(id: string, kind: 'end-sessions' | 'revoke-tokens'): Promise<void> {
    const model = this.#model;
    if (!model.people[id]) return;
    await this.#ground.identity.provider.administration.act(id, { kind });
    const ended = kind === 'end-sessions' ? model.sessions : model.tokens;
    for (const one of ended) if (one.account === id) one.dead = true;
  }

  #switch(to: number): void {
    const { governance } = this.#ground.lifecycle;
    const change = SWITCHES[to];
    governance.set(change ?? (governance.defaults() as Governance));
    this.#model.governance = structuredClone(governance.get());
  }
}

const RECOVERY_STEPS: readonly string[] = [
  'RECOVERY_FLOW',
  'SEND_RECOVERY_INFORMATION',
  'RESEND_CONFIRMATION_CODE',
  'SET_PASSWORD',
];

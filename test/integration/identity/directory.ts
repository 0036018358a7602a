import type { AccountState } from '../../../src-main/contract/account-state.ts';
import type { Applied } from '../../../src-main/identity/lifecycle/applied.ts';
import { presented } from '../../../src-main/identity/lifecycle/code-book.ts';
import type { Trigger } from '../../../src-main/identity/lifecycle/trigger.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import { Messages } from '../../../src-main/store/messages.ts';
import { startIdentity, type TestIdentity } from '../../support/identity.ts';
import { testClock } from '../../support/virtual-clock.ts';
import { answerOf, Kit } from '../rules/identity/kit.ts';

export const ERIN = {
  id: 'erin',
  username: 'erin',
  passwordHash: 'none',
  name: 'Erin Vale',
  email: 'erin@mail.example',
  claims: {},
  groups: [],
  createdAt: 0,
};

/** A directory with what the tests of the table ask it. */
export class Directory {
  readonly identity: TestIdentity;
  readonly kit: Kit;

  constructor(identity: TestIdentity) {
    this.identity = identity;
    this.kit = new Kit(identity);
  }

  get lifecycle() {
    return this.identity.provider.lifecycle;
  }

  state(id: string): AccountState | undefined {
    return new Accounts(this.identity.core.store).get(id)?.state;
  }

  create(trigger: Trigger, draft: Partial<typeof ERIN> = {}): Applied {
    return this.lifecycle.create({ ...ERIN, ...draft }, trigger);
  }

  /** Templates of the messages that an account got, oldest first. */
  mail(id: string): string[] {
    return new Messages(this.identity.core.store)
      .of(id)
      .map(({ template }) => template)
      .reverse();
  }

  /** Presents a code where a confirmation, or a new password, is taken. */
  present(applied: Applied, kind: 'confirm' | 'set-password', id = 'erin'): Applied {
    const code = this.lifecycle.codes.find(secretOf(applied), id);
    const trigger = { kind, code: presented(code, code ? [code.step] : []) } as const;
    return this.lifecycle.apply(id, trigger, { code });
  }

  /** Types a password at the sign-in page; answers what the page says, or `in`. */
  async types(username: string, password: string): Promise<string> {
    const browser = this.identity.browser();
    const page = await browser.open(this.kit.url());
    const after = await browser.submit(page, { username, password }, 'allow');
    return answerOf(after).status === 422 ? after.text : 'in';
  }

  async fails(times: number, username = 'alice'): Promise<void> {
    for (let time = 0; time < times; time += 1) await this.types(username, 'wrong');
  }

  async later(ms: number): Promise<void> {
    await this.identity.core.scheduler.advance(ms);
  }

  lastChange(id: string) {
    return this.identity
      .events('account.changed', 'account.created', 'account.deleted')
      .findLast(({ subject }) => subject === id);
  }
}

export const openDirectory = async (): Promise<Directory> =>
  new Directory(await startIdentity({ clock: testClock() }));
export const secretOf = (applied: Applied): string => (applied.ok ? (applied.issued[0]?.secret ?? '') : '');
/** The row that was taken, or the rule that refused. */
export const rowOf = (applied: Applied): number | null | string =>
  applied.ok ? applied.row : applied.deniedBy;
export const register: Trigger = { kind: 'self-register', channelVerified: false };

import { z } from 'zod';
import type { Account } from '../../store/accounts.ts';
import { StateSettings } from '../../store/settings.ts';
import type { StateStore } from '../../store/state-store.ts';

const formerSchema = z.array(z.string());
const keyOf = (account: string): string => `identity.former-passwords.${account}`;

/** Hashes of the passwords that an account had before, as many as the policy looks back, newest first. */
export class FormerPasswords {
  readonly #settings: StateSettings;

  constructor(store: StateStore) {
    this.#settings = new StateSettings(store);
  }

  of(account: string): string[] {
    return this.#settings.get(keyOf(account), formerSchema) ?? [];
  }

  /** Keeps the hash of a password that goes. `history`: so many are kept. Part of the state transaction. */
  remember({ id, passwordHash }: Account, history: number): void {
    if (history === 0 || passwordHash === '') return;
    this.#settings.set(keyOf(id), [passwordHash, ...this.of(id)].slice(0, history));
  }

  /** They go with their account. */
  forget(account: string): void {
    this.#settings.remove(keyOf(account));
  }
}

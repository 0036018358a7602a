import { describe, expect, it } from 'vitest';
import type { EventType } from '../../../src-main/contract/event-types.ts';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { stateAt } from '../../../src-main/trace/views/state-at.ts';
import { stateChangeOf } from '../../../src-main/trace/views/state-changes.ts';
import { handle, StoryWriter } from './story.ts';

const ACCESS = handle('access_token', 'a');
const REFRESH = handle('refresh_token', 'b');
const MINUTE = 60_000;

/** A log of facts, each a second after the one before. */
class Facts {
  readonly story = new StoryWriter();
  start = this.story.event('sandbox.started', 'sandbox').vtime;

  add(type: EventType, data: JsonObject = {}, more: Partial<SandboxEvent> = {}): number {
    return this.story.event(type, 'idp', { data, subject: 'alice', ...more }).seq;
  }

  issue(kind: 'access' | 'refresh', minutes: number): number {
    const expiresAt = (this.start + minutes * MINUTE) / 1000;
    return this.add('idp.token.issued', {
      kind,
      handle: kind === 'access' ? ACCESS : REFRESH,
      client: 'online-banking',
      scope: 'accounts:list',
      expiresAt,
    });
  }

  at(seq: number, minutes = 0): Record<string, string> {
    const changes = this.story.events.map(stateChangeOf).filter((change) => change !== undefined);
    const entries = stateAt(changes, seq, this.start + minutes * MINUTE);
    return Object.fromEntries(entries.map(({ kind, standing, how }) => [kind, how ?? standing]));
  }
}

describe('the state at a moment', () => {
  it('holds what had begun by then, and judges its lifetime by the virtual time of then', () => {
    const facts = new Facts();
    const session = facts.add('idp.session.started', {}, { session: 's1' });
    const access = facts.issue('access', 5);
    expect(facts.at(session)).toEqual({ session: 'valid' });
    expect(facts.at(access, 1)).toEqual({ session: 'valid', access: 'valid' });
    expect(facts.at(access, 5)).toEqual({ session: 'valid', access: 'expired' });
    expect(facts.at(access, -5)).toEqual({ session: 'future', access: 'future' });
  });

  it('says what ended something, and only from then on', () => {
    const facts = new Facts();
    facts.add('idp.code.issued', { code: 'c', client: 'online-banking' });
    const refresh = facts.issue('refresh', 60);
    facts.add('idp.code.consumed', { code: 'c' });
    facts.add('idp.refresh.rotated', { was: REFRESH, handle: handle('refresh_token', 'c') });
    const last = facts.add('idp.session.ended', {}, { session: 'elsewhere' });
    expect(facts.at(refresh)).toEqual({ code: 'valid', refresh: 'valid' });
    expect(facts.at(last)).toEqual({ code: 'redeemed', refresh: 'rotated' });
  });

  it('goes back with a restored snapshot: later things are gone, what had ended lives again', () => {
    const facts = new Facts();
    facts.issue('refresh', 60);
    facts.add('snapshot.taken', { id: 'before' });
    facts.issue('access', 5);
    const revoked = facts.add('idp.token.revoked', { kind: 'refresh', handle: REFRESH });
    const restored = facts.add('snapshot.restored', { id: 'before' });
    expect(facts.at(revoked)).toEqual({ refresh: 'revoked', access: 'valid' });
    expect(facts.at(restored)).toEqual({ refresh: 'valid' });
  });
});

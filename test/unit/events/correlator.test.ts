import { describe, expect, it } from 'vitest';
import { Correlator } from '../../../src-main/events/correlator.ts';
import { evidenceIn } from '../../../src-main/events/evidence.ts';
import type { NewEvent } from '../../../src-main/events/recorder.ts';

const CODE = '‹code:00112233445566aa›';
const TOKEN = '‹access_token:99887766554433bb›';

function setUp() {
  const correlator = new Correlator();
  const joins: NewEvent[] = [];
  correlator.recordTo((event) => joins.push(event));
  return { correlator, joins };
}

describe('the correlator', () => {
  it('begins no story for a call whose caller is known by its token', () => {
    const joined: unknown[] = [];
    const correlator = new Correlator();
    correlator.recordTo((event) => joined.push(event));
    const token = [{ by: 'access_token', key: 'secret:1' }];
    const { flow } = correlator.place('t1', [], token);
    correlator.learn(flow, token);
    expect(correlator.place('t2', [], token).flow).toBe(flow);
    expect(correlator.learn(flow, token)).toEqual(['access_token']);
    expect(joined).toEqual([]);
  });

  it('keeps what shares a trace in one story', () => {
    const { correlator } = setUp();
    expect(correlator.place('t1', []).flow).toBe(correlator.place('t1', []).flow);
    expect(correlator.place('t1', []).flow).not.toBe(correlator.place('t2', []).flow);
  });

  it('recognises an outside client’s calls by the interaction, the code and the token, without a trace', () => {
    const { correlator } = setUp();
    const start = correlator.place('t1', []);
    correlator.learn(start.flow, evidenceIn('/interaction/abcdefghijklmnopqrst'));
    const signIn = correlator.place('t2', evidenceIn('/interaction/abcdefghijklmnopqrst/login'));
    correlator.learn(signIn.flow, evidenceIn(`http://127.0.0.1/cb?code=${CODE}`));
    const exchange = correlator.place('t3', evidenceIn(`grant_type=authorization_code&code=${CODE}`));
    correlator.learn(exchange.flow, evidenceIn(`{"access_token":"${TOKEN}"}`));
    const call = correlator.place('t4', evidenceIn(`Bearer ${TOKEN}`));
    expect([signIn.flow, exchange.flow, call.flow]).toEqual([start.flow, start.flow, start.flow]);
    expect([signIn.by, exchange.by, call.by]).toEqual([['interaction'], ['code'], ['access_token']]);
  });

  it('tells two sign-ins apart whose ID tokens are equal, and knows either by its ID token later', () => {
    const { correlator, joins } = setUp();
    const idToken = '‹id_token:0123456789abcdef›';
    const first = correlator.place('t1', []).flow;
    correlator.learn(first, evidenceIn(`{"access_token":"${TOKEN}","id_token":"${idToken}"}`));
    const second = correlator.place('t2', []).flow;
    const answer = `{"access_token":"‹access_token:00000000000000cc›","id_token":"${idToken}"}`;
    correlator.learn(second, evidenceIn(answer));
    expect(joins).toEqual([]);
    expect(correlator.root(second)).not.toBe(correlator.root(first));
    expect(correlator.place('t3', evidenceIn(`id_token_hint=${idToken}`)).flow).toBe(second);
  });

  it('lets the younger story join the older when they turn out to be one, and records by what', () => {
    const { correlator, joins } = setUp();
    const older = correlator.place('t1', evidenceIn(CODE)).flow;
    const younger = correlator.place('t2', []).flow;
    expect(correlator.learn(younger, evidenceIn(CODE))).toEqual(['code']);
    expect(correlator.root(younger)).toBe(older);
    expect(correlator.members(younger).sort()).toEqual([older, younger].sort());
    expect(joins).toEqual([
      expect.objectContaining({
        type: 'flow.joined',
        data: expect.objectContaining({ flow: older, joined: younger, by: 'code' }),
      }),
    ]);
  });

  it('takes no cookie and no short state for evidence: both outlive a sign-in', () => {
    expect(evidenceIn('sid=‹cookie:00112233445566aa›', '/cb?state=short')).toEqual([]);
  });
});

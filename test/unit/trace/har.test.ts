import { describe, expect, it } from 'vitest';
import { SECRET_HANDLE_PATTERN } from '../../../src-main/contract/events.ts';
import { exportTrace } from '../../../src-main/trace/export-trace.ts';
import { toHar } from '../../../src-main/trace/har.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { deniedCall, handle, PARTICIPANTS } from './story.ts';

const view = () => buildFlowView(deniedCall().events, PARTICIPANTS);

/** What the vault would give for each handle of the story: a value that must appear nowhere uncalled for. */
const canary = (text: string): string => `CANARY-${text.slice(1, -1).replace(':', '-')}`;

describe('a story as HAR', () => {
  it('has every hop as an entry with what HAR 1.2 requires', () => {
    const { log } = toHar(view(), '0.1.0');
    expect(log.version).toBe('1.2');
    expect(log.entries).toHaveLength(6);
    for (const entry of log.entries) {
      expect(new Date(entry.startedDateTime).toISOString()).toBe(entry.startedDateTime);
      expect(entry.time).toBe(entry.timings.send! + entry.timings.wait + entry.timings.receive!);
      expect(() => new URL(entry.request.url)).not.toThrow();
      expect(entry.request.url).toMatch(/^[\x20-\x7e]+$/);
    }
    const token = log.entries[4]!;
    expect(token.request.postData?.params).toContainEqual({
      name: 'grant_type',
      value: 'authorization_code',
    });
    expect(token.response.content.mimeType).toBe('application/json; charset=utf-8');
  });

  it('carries the decisions of each hop with their reasons', () => {
    const text = JSON.stringify(toHar(view(), '0.1.0').log.entries[5]);
    expect(text).toContain('gw.scope.required');
    expect(text).toContain('RFC 6750 §3.1');
  });

  it('says so when the log holds no answer', () => {
    const events = deniedCall().events.filter((event) => event.type !== 'http.response');
    const { log } = toHar(buildFlowView(events, PARTICIPANTS), '0.1.0');
    expect(log.entries[0]).toMatchObject({
      response: { status: 0 },
      _error: 'The log holds no answer to this request.',
    });
  });
});

describe('secrets in exports', () => {
  const formats = ['har', 'curl'] as const;

  it.each(formats)('%s: none unless asked, although they could be revealed', (format) => {
    const { text } = exportTrace(view(), { format, secrets: 'redacted' }, '0.1.0', canary);
    expect(text).not.toContain('CANARY');
    expect(text.match(SECRET_HANDLE_PATTERN)?.length).toBeGreaterThan(3);
  });

  it.each(formats)('%s: every one when asked', (format) => {
    const { text } = exportTrace(view(), { format, secrets: 'included' }, '0.1.0', canary);
    expect(text).not.toMatch(SECRET_HANDLE_PATTERN);
    for (const kind of [
      'password-bbbb',
      'code-cccc',
      'code_verifier-eeee',
      'client_secret-dddd',
      'access_token-aaaa',
    ]) {
      expect(text).toContain(`CANARY-${kind}`);
    }
  });

  it('leave a handle whose secret was not kept', () => {
    const { text } = exportTrace(view(), { format: 'har', secrets: 'included' }, '0.1.0', () => undefined);
    expect(text).toContain(handle('password', 'b'));
  });
});

describe('exporting what is not there', () => {
  it('names the case and what to do', () => {
    const ask = () =>
      exportTrace(view(), { format: 'curl', span: 'ffff', secrets: 'redacted' }, '0.1.0', canary);
    expect(ask).toThrow(expect.objectContaining({ code: 'traces.hop-unknown', status: 404 }));
  });
});

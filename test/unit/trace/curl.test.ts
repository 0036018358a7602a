import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellQuote, toCurl, toCurlScript } from '../../../src-main/trace/curl.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { deniedCall, form, handle, PARTICIPANTS, StoryWriter } from './story.ts';

/** Has a real POSIX shell split a command into words; `curl` is replaced by a reader that ends each with NUL. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\n`;
  const output = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

function hopOf(parts: Parameters<StoryWriter['request']>[0]) {
  const story = new StoryWriter();
  story.request(parts);
  return buildFlowView(story.events, []).hops[0]!;
}

const shellText = fc.string({
  unit: fc.oneof(fc.constantFrom(...'\'"\\$`!\n\t ;&|<>*?~#'), fc.string({ minLength: 1, maxLength: 1 })),
});

describe('quoting for a shell', () => {
  it('gives any text back as one word, untouched', () => {
    fc.assert(
      fc.property(fc.array(shellText, { minLength: 1, maxLength: 12 }), (texts) => {
        const whole = texts.map((text) => text.replaceAll('\0', ''));
        expect(wordsOf(`curl ${texts.map(shellQuote).join(' ')}`)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the body of a request back, whatever it holds', () => {
    fc.assert(
      fc.property(shellText, (text) => {
        const body = { type: 'text/plain', size: text.length, text, cut: false };
        const words = wordsOf(toCurl(hopOf({ from: 'a', to: 'b', method: 'POST', target: '/x', body })));
        expect(words[words.indexOf('--data-raw') + 1]).toBe(text.replaceAll('\0', ''));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a hop as curl', () => {
  it('asks for the same thing in the same way', () => {
    const hop = hopOf({
      from: 'a',
      to: 'b',
      method: 'PUT',
      target: "/it's?q=[1]",
      headers: [
        ['Host', 'localhost:9400'],
        ['Content-Length', '3'],
        ['Traceparent', '00-1-1-01'],
        ['Content-Type', 'text/plain'],
        ['X-Empty', ''],
      ],
      body: { type: 'text/plain', size: 3, text: 'a b', cut: false },
    });
    expect(wordsOf(toCurl(hop))).toEqual([
      "http://localhost:9400/it's?q=[1]",
      '--globoff',
      '-X',
      'PUT',
      '-H',
      'Content-Type: text/plain',
      '-H',
      'X-Empty;',
      '--data-raw',
      'a b',
    ]);
  });

  it('pipes bytes in and says when the log kept only a part', () => {
    const body = { type: 'application/octet-stream', size: 70_000, text: 'AAEC', cut: true, base64: true };
    const hop = hopOf({ from: 'a', to: 'b', method: 'POST', target: '/', body });
    const command = toCurl(hop);
    expect(command).toContain('70000 bytes');
    const piped = `curl() { od -An -tx1; }\n${command}`;
    expect(execFileSync('/bin/sh', ['-s'], { input: piped, encoding: 'utf8' }).trim()).toBe('00 01 02');
  });

  it('keeps a header that would smuggle another one in on one line', () => {
    const hop = hopOf({
      from: 'a',
      to: 'b',
      target: '/',
      headers: [
        ['X-A', 'one\r\nX-B: two'],
        ['@file', 'x'],
      ],
    });
    expect(wordsOf(toCurl(hop))).toEqual(['http://localhost:9400/', '-H', 'X-A: one X-B: two']);
  });
});

describe('secrets in curl', () => {
  const view = () => buildFlowView(deniedCall().events, PARTICIPANTS);

  it('stay handles', () => {
    expect(toCurlScript(view())).toContain(`Bearer ${handle('access_token', 'a')}`);
  });

  it('let curl encode the credentials of a client itself', () => {
    const hop = view().hops.find((each) => each.to === 'idp' && each.channel === 'back')!;
    const words = wordsOf(toCurl(hop));
    expect(words[words.indexOf('-u') + 1]).toBe(`mobile-banking:${handle('client_secret', 'd')}`);
  });

  it('are put in, encoded for where they stand, when the person asked', () => {
    const hop = hopOf({
      from: 'a',
      to: 'b',
      method: 'POST',
      target: '/',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: form(`username=alice&password=${handle('password', 'b')}`),
    });
    const words = wordsOf(toCurl(hop, () => "p&w' x"));
    const sent = new URLSearchParams(words[words.indexOf('--data-raw') + 1]);
    expect(sent.get('password')).toBe("p&w' x");
  });

  it('cannot break out of a comment', () => {
    const story = new StoryWriter();
    story.request({ from: 'a', to: 'b', target: `/${encodeURIComponent('x')}?a=%0Atouch%20pwned` });
    const script = toCurlScript(buildFlowView(story.events, []));
    expect(script.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1);
    expect(script).not.toMatch(/^touch/m);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapturedBody } from '../../../src-main/contract/events.ts';
import { testCore } from '../../support/core.ts';

const body = (type: string, text: string): CapturedBody => ({ type, text, size: text.length, cut: false });

/** Values that a client might send as a secret, in any spelling. */
const secret = fc
  .string({ minLength: 12, maxLength: 60, unit: 'grapheme' })
  .filter((value) => value.trim().length >= 12);

describe('redaction', () => {
  it('leaves no secret in a form, however it is spelt and encoded', () => {
    const { redactor } = testCore();
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('password', 'code', 'refresh_token', 'client_secret'),
        (value, name) => {
          const text = new URLSearchParams({ grant_type: 'x', [name]: value, last: '1' }).toString();
          const clean = redactor.body(body('application/x-www-form-urlencoded', text)).text;
          expect(decodeURIComponent(clean.replaceAll('+', ' '))).not.toContain(value);
          expect(clean).toMatch(/^grant_type=x&\w+=‹\w+:[0-9a-f]{16}›&last=1$/);
        },
      ),
    );
  });

  it('leaves no secret in JSON, however it is escaped', () => {
    const { redactor } = testCore();
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('access_token', 'refresh_token', 'id_token', 'password'),
        (value, name) => {
          const text = JSON.stringify({ before: 1, [name]: value, after: 'x' });
          const clean = redactor.body(body('application/json', text)).text;
          expect(JSON.parse(clean)).toEqual({
            before: 1,
            [name]: expect.stringMatching(/^‹\w+:[0-9a-f]{16}›$/),
            after: 'x',
          });
        },
      ),
    );
  });

  it('reads a token in a cut body too', () => {
    const { redactor } = testCore();
    const clean = redactor.body(body('application/json', '{"access_token":"canary-that-was-cut')).text;
    expect(clean).not.toContain('canary');
  });

  it('keeps what explains: the scheme, the client of Basic, the names and attributes of cookies', () => {
    const { redactor } = testCore();
    const clean = redactor.headers([
      'Authorization',
      `Basic ${btoa('care-desk:canary')}`,
      'Cookie',
      'sid=canary; theme=canary2',
      'Set-Cookie',
      '_session=canary3; path=/; HttpOnly',
      'DPoP',
      'canary4',
      'Location',
      'http://127.0.0.1/cb?code=canary5&state=abc',
    ]);
    expect(JSON.stringify(clean)).not.toContain('canary');
    expect(clean[0]?.[1]).toMatch(/^Basic care-desk:‹client_secret:[0-9a-f]{16}›$/);
    expect(clean[1]?.[1]).toMatch(/^sid=‹cookie:\w+›; theme=‹cookie:\w+›$/);
    expect(clean[2]?.[1]).toMatch(/^_session=‹cookie:\w+›; path=\/; HttpOnly$/);
    expect(clean[4]?.[1]).toMatch(/\?code=‹code:\w+›&state=abc$/);
  });

  it('finds a token that stands where no token should: in HTML, in an unknown member, in a header', () => {
    const { redactor, vault } = testCore();
    vault.handle('refresh_token', 'opaque-canary-refresh-token');
    const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
    const html = redactor.body(body('text/html', `<p>${jwt} opaque-canary-refresh-token</p>`)).text;
    expect(html).toMatch(/^<p>‹token:\w+› ‹refresh_token:\w+›<\/p>$/);
    expect(redactor.headers(['x-debug', `token ${jwt}`])[0]?.[1]).toMatch(/^token ‹token:\w+›$/);
  });

  it('leaves the number of an interaction, which every address of it shows, but not what proves the browser', () => {
    const { redactor } = testCore();
    const uid = 'Xk29dkslQQzz81dkslwQ7';
    const [line] = redactor.headers([
      'cookie',
      `_interaction=${uid}; _interaction.sig=canary-signature-0123456789`,
    ]);
    expect(line?.[1]).toMatch(new RegExp(`^_interaction=${uid}; _interaction\\.sig=‹cookie:\\w+›$`));
    const page = redactor.body(body('text/html', `<form action="/interaction/${uid}">`)).text;
    expect(page).toContain(uid);
  });

  it('never throws, whatever the bytes', () => {
    const { redactor } = testCore();
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('text/html', 'application/json', 'application/x-www-form-urlencoded'),
        (text, type) => {
          redactor.body(body(type, text));
          redactor.target(text);
          redactor.headers(['authorization', text, 'cookie', text, 'location', text]);
        },
      ),
    );
  });
});

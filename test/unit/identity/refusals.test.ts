import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errors } from 'oidc-provider';
import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../../src-main/identity/refusals.ts';
import { IDP_RULES } from '../../../src-main/identity/rules.ts';

const LIBRARY = join(dirname(createRequire(import.meta.url).resolve('oidc-provider')));

/** Parts of the library that are switched off here. */
const OFF =
  /openid4vci|credential|ciba|attest|metadata_document|pre_authorized|check_rar|initialize_clients|defaults\.js|configuration\.js/;

/** From which endpoint the errors of a file come, where the rule depends on it. */
const routeOf = (file: string): string =>
  file.includes('registration') ? 'registration' : file.includes('oidc_context') ? 'userinfo' : 'token';

/** Every error that the library throws with a fixed text: class, text, and an endpoint that throws it. */
function thrownErrors(): [string, string, string][] {
  const files = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && !OFF.test(file),
  );
  const thrown = /new (?:errors\.)?([A-Z]\w+)\('((?:[^'\\]|\\.)+)'/g;
  const found = files.flatMap((file) =>
    [...readFileSync(join(LIBRARY, file), 'utf8').matchAll(thrown)].map(
      ([, name = '', text = '']): [string, string, string] => [
        name,
        text.replaceAll('\\', ''),
        routeOf(file),
      ],
    ),
  );
  return [...new Map(found.map((entry) => [entry.join(), entry])).values()].filter(
    ([name]) => name in errors,
  );
}

/** Texts that are about what is switched off here. */
const UNREACHABLE =
  /CIBA|Web Message|certificate|introspection must be requested|Rich Authorization|sector|encryption key|tx_code|Attestation/i;

describe('from an error of the library to the rule that settled it', () => {
  const cases = thrownErrors().filter(([, text]) => !UNREACHABLE.test(text));

  test('the library still throws what the table was made for', () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  test.each(cases)('%s: %s', (name, text, route) => {
    const Thrown = errors[name as keyof typeof errors] as unknown as new (text: string) => Error;
    const refusal = explainRefusal(new Thrown(text), route);
    expect(Object.keys(IDP_RULES)).toContain(refusal.rule);
    // That one stands for what nobody thought of.
    expect(refusal.rule).not.toBe('idp.sandbox.sound');
  });

  test('an error of ours is the sandbox’s fault, and tells the client nothing', () => {
    const refusal = explainRefusal(new TypeError('cannot read x of undefined'), 'token');
    expect(refusal).toMatchObject({ rule: 'idp.sandbox.sound', error: 'server_error', status: 500 });
    expect(refusal.description).toBeUndefined();
    expect(refusal.detail).toContain('cannot read x');
  });
});

describe('the table of rules', () => {
  test.each(Object.entries(IDP_RULES))(
    '%s says what holds, where it is written, and what to do',
    (name, rule) => {
      expect(name).toMatch(/^idp\.[a-z-]+\.[a-z-]+$/);
      expect(rule.title).toMatch(/^[A-Z].*\.$/);
      expect(rule.next).toMatch(/\.$/);
      expect(rule.standard).toMatch(/§|^NIST|^WSO2 IS/);
    },
  );
});

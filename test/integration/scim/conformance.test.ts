import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { conformancePage } from '../../../scripts/lib/conformance-page.mjs';
import { PATCH_AND_BULK } from '../../conformance/scim/patch-and-bulk.ts';
import { RFC_7643 } from '../../conformance/scim/rfc7643.ts';
import { RFC_7644 } from '../../conformance/scim/rfc7644.ts';
import { UNASKED } from '../../conformance/scim/unasked.ts';
import { startScim } from './support.ts';
import { personTokens } from './tokens.ts';

const ALL = [...RFC_7643, ...RFC_7644, ...PATCH_AND_BULK];

test('the service does what RFC 7643 and RFC 7644 demand, line by line', async () => {
  const scim = await startScim();
  const personToken = async () =>
    (await personTokens(scim, 'alice', 'openid internal_login')).access_token ?? '';
  const broken: string[] = [];
  for (const { rfc, section, level, says, check } of ALL) {
    try {
      await check({ scim, personToken });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      broken.push(`RFC ${rfc} §${section} ${level}: ${says}: ${why}`);
    }
  }
  expect(broken).toEqual([]);
});

test('the page in docs/ is the one that these lines make', () => {
  const page = fileURLToPath(new URL('../../../docs/scim-conformance.md', import.meta.url));
  expect(readFileSync(page, 'utf8')).toBe(conformancePage(ALL, UNASKED));
});

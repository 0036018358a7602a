// Writes the pages of docs/ that are made from the code. Needs a Node that reads TypeScript (22.18 or later).
import { writeFileSync } from 'node:fs';
import { ruleBook } from '../src-main/rule-book.ts';
import { PATCH_AND_BULK } from '../test/conformance/scim/patch-and-bulk.ts';
import { RFC_7643 } from '../test/conformance/scim/rfc7643.ts';
import { RFC_7644 } from '../test/conformance/scim/rfc7644.ts';
import { UNASKED } from '../test/conformance/scim/unasked.ts';
import { conformancePage } from './lib/conformance-page.mjs';
import { inProject } from './lib/places.mjs';
import { rulesPage } from './lib/rules-page.mjs';

writeFileSync(inProject('docs', 'rules.md'), rulesPage(ruleBook()));
writeFileSync(
  inProject('docs', 'scim-conformance.md'),
  conformancePage([...RFC_7643, ...RFC_7644, ...PATCH_AND_BULK], UNASKED),
);

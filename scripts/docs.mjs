// Writes the pages of docs/ that are made from the code. Needs a Node that reads TypeScript (22.18 or later).
import { writeFileSync } from 'node:fs';
import { ruleBook } from '../src-main/rule-book.ts';
import { inProject } from './lib/places.mjs';
import { rulesPage } from './lib/rules-page.mjs';

writeFileSync(inProject('docs', 'rules.md'), rulesPage(ruleBook()));

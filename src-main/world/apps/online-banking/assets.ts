import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import apiAnswer from '../shared/api-answer.js?raw';
import htmlModule from '../shared/html.js?raw';
import tables from '../shared/tables.js?raw';
import views from '../shared/views.js?raw';
import face from './face.js?raw';
import bankClient from './page/bank-client.js?raw';
import main from './page/main.js?raw';
import publicClient from './page/public-client.js?raw';

const VENDOR = 'vendor/oauth4webapi.js';

/** The modules of the page, by their place below the base address; imports between them are relative, so they hold. */
function modules(): Map<string, string> {
  const oauth = readFileSync(createRequire(import.meta.url).resolve('oauth4webapi'), 'utf8');
  return new Map([
    // A browser knows no packages: the one package that the page uses is served beside it.
    ['online-banking/page/main.js', main.replace("from 'oauth4webapi'", `from '../../${VENDOR}'`)],
    ['online-banking/page/bank-client.js', bankClient],
    ['online-banking/page/public-client.js', publicClient],
    ['online-banking/face.js', face],
    ['shared/views.js', views],
    ['shared/tables.js', tables],
    ['shared/html.js', htmlModule],
    ['shared/api-answer.js', apiAnswer],
    [VENDOR, oauth.replace(/^\/\/# sourceMappingURL=.*$/m, '')],
  ]);
}

export interface PageAssets {
  /** Address of the page's first module. */
  entry: string;
  /** The module at an address; absent when there is none. */
  at(path: string): string | undefined;
}

/** The scripts of the page, at an address that holds the hash of their content: a browser may keep them for ever. */
export function pageAssets(): PageAssets {
  const files = modules();
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(`${name}\0${content}\0`);
  const base = `/assets/${hash.digest('hex').slice(0, 16)}/`;
  return {
    entry: `${base}online-banking/page/main.js`,
    at: (path) => (path.startsWith(base) ? files.get(path.slice(base.length)) : undefined),
  };
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The pages that people read on their way through the project. */
const PAGES = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Where the links and pictures of a page lead inside the project: path and heading. */
function linksOf(page: string): { to: string; heading: string | undefined }[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"\s]+)"/g)];
  return targets
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return { to: path === '' ? page : join(dirname(page), path), heading };
    });
}

/** Headings as the places that links name: small letters, words joined by hyphens. */
const placesOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('no link of the documentation leads nowhere', () => {
  const dead = PAGES.flatMap((page) =>
    linksOf(page)
      .filter(
        ({ to, heading }) =>
          !existsSync(join(ROOT, to)) || (heading !== undefined && !placesOf(to).includes(heading)),
      )
      .map(({ to, heading }) => `${page}: ${to}${heading === undefined ? '' : `#${heading}`}`),
  );
  expect(dead).toEqual([]);
});

test('every page of docs/ is reached from the README, by one link or several', () => {
  const reached = new Set(['README.md']);
  for (const page of reached)
    for (const { to } of linksOf(page)) if (to.endsWith('.md') && existsSync(join(ROOT, to))) reached.add(to);
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});

test('architecture.md names every folder of the source', () => {
  const text = read('docs/architecture.md');
  const folders = readdirSync(join(ROOT, 'src-main'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.filter((name) => !text.includes(`\`src-main/${name}/\``))).toEqual([]);
});

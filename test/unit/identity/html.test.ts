import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { expect, test } from 'vitest';
import { html } from '../../../src-main/identity/signin/html.ts';

test('whatever a value holds, it stays the text of its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const fragment = parseFragment(html`<p title="${value}">${value}</p>`.text);
      expect(fragment.childNodes).toHaveLength(1);
      const [paragraph] = fragment.childNodes;
      if (!paragraph || !('attrs' in paragraph)) throw new Error('no element');
      expect(paragraph.attrs).toHaveLength(1);
      expect(paragraph.childNodes.every((node) => node.nodeName === '#text')).toBe(true);
      expect(serialize(paragraph)).not.toContain('<');
    }),
  );
});

test('what is not there leaves no trace', () => {
  expect(html`a${undefined}${null}${false}${[html`<b>${'&'}</b>`, 1]}`.text).toBe('a<b>&amp;</b>1');
});

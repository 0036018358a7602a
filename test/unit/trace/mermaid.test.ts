import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMermaid } from '../../../src-main/trace/mermaid.ts';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { parseMermaid } from '../../support/export-readers.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from './story.ts';

const words = fc.constantFrom(
  'end',
  'END',
  'note',
  'alt',
  'loop',
  ';',
  '#',
  ':',
  '->>',
  '%%',
  '{{',
  '"',
  '\n',
  '<br/>',
);
const anyText = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 6 });

describe('a story as a Mermaid diagram', () => {
  it('has the app’s participants in its order, each message, and each decision with its rule', async () => {
    const text = toMermaid(buildFlowView(deniedCall().events, PARTICIPANTS));
    expect(await parseMermaid(text)).toBe('sequence');
    const lines = text.split('\n').map((line) => line.trim());
    expect(
      lines.filter((line) => line.startsWith('participant')).map((line) => line.split(' as ')[1]),
    ).toEqual(['Alice’s browser', 'Mobile Banking', 'Identity provider', 'Gateway', 'Accounts API']);
    expect(lines.filter((line) => line.includes('->>p') && !line.includes('-->>'))).toHaveLength(6);
    // The refusal is an arrow with a cross, and says which rule it was.
    expect(lines.filter((line) => line.includes('--x'))).toHaveLength(1);
    expect(text).toContain('gw.scope.required<br/>RFC 6750 §3.1');
  });

  it('is read by Mermaid’s parser, whatever stands in an address or a name', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (parts) => {
        const text = parts.join('');
        const story = new StoryWriter();
        const span = story.request({ from: 'browser:alice', to: 'app:x', target: `/${text}?a=${text}` });
        story.response(span, 302, { headers: [['location', `/${text}`]] });
        const view = buildFlowView(story.events, [{ id: 'app:x', name: text, kind: 'client' }]);
        expect(await parseMermaid(toMermaid(view))).toBe('sequence');
      }),
      { numRuns: 150 },
    );
  });
});

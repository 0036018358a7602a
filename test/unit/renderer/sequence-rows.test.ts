import { describe, expect, it } from 'vitest';
import { buildFlowView } from '../../../src-main/trace/views/build-flow-view.ts';
import { layLanes, placeWords } from '../../../src-renderer/diagrams/sequence-layout.ts';
import {
  rowSpan,
  type SequenceRow,
  selectedRow,
  sequenceRows,
  stepRow,
} from '../../../src-renderer/diagrams/sequence-rows.ts';
import { shownHops } from '../../../src-renderer/flows/assets.ts';
import { deniedCall, PARTICIPANTS, StoryWriter } from '../trace/story.ts';

function rowsOf(story: StoryWriter, assets = false): SequenceRow[] {
  const view = buildFlowView(story.events, PARTICIPANTS);
  return sequenceRows(view, shownHops(view, assets));
}

function words(row: SequenceRow): string {
  if (row.kind === 'gap') return `${Math.round(row.ms / 1000)} s`;
  if (row.kind === 'decision') return `[${row.decision.title}]`;
  return `${row.number ?? '·'} ${row.kind === 'request' ? row.hop.title : row.hop.response?.title}`;
}

describe('the rows of the sequence diagram', () => {
  it('hold requests, decisions and answers in the order of the log', () => {
    expect(rowsOf(deniedCall()).slice(-5).map(words)).toEqual([
      '5 200 access, ID, refresh token',
      '6 GET /accounts/1.0/4711',
      '[scope: needs accounts:read]',
      '6 403 insufficient_scope',
      '4 200 “Accounts”',
    ]);
  });

  it('leave out what draws pages, with no change to the numbers', () => {
    const story = new StoryWriter();
    story.request({ from: 'browser:alice', to: 'idp', target: '/auth' });
    story.request({ from: 'browser:alice', to: 'idp', target: '/page.css' });
    story.request({ from: 'browser:alice', to: 'idp', target: '/next' });
    expect(rowsOf(story).map(words)).toEqual(['1 GET /auth', '2 GET /next']);
    expect(rowsOf(story, true).map(words)).toEqual(['1 GET /auth', '· GET /page.css', '2 GET /next']);
  });

  it('show a refusal even where its hop is hidden', () => {
    const story = new StoryWriter();
    const icon = story.request({ from: 'browser:alice', to: 'idp', target: '/favicon.ico' });
    story.decide('http.refused', 'idp', icon, 'denied', [
      { rule: 'http.host', outcome: 'fail', seen: 'evil' },
    ]);
    expect(rowsOf(story).map(words)).toEqual(['[host: seen evil]']);
  });

  it('say when virtual time was moved between two rows', () => {
    const story = deniedCall();
    for (const event of story.events.slice(2)) event.vtime += 15 * 60_000;
    expect(rowsOf(story).slice(1, 4).map(words)).toEqual([
      '1 302 → /auth code_challenge=S256',
      '900 s',
      '2 GET /auth',
    ]);
  });
});

describe('walking through the rows', () => {
  it('starts at either end and steps over pauses', () => {
    const story = deniedCall();
    for (const event of story.events.slice(2)) event.vtime += 15 * 60_000;
    const rows = rowsOf(story);
    expect(stepRow(rows, -1, 1)).toBe(0);
    expect(stepRow(rows, 1, 1)).toBe(3);
    expect(stepRow(rows, 3, -1)).toBe(1);
    expect(stepRow(rows, rows.length - 1, 1)).toBe(rows.length - 1);
  });

  it('finds the row of an event, else of the hop, and its hop again', () => {
    const rows = rowsOf(deniedCall());
    const decision = rows.findIndex((row) => row.kind === 'decision' && row.decision.outcome === 'denied');
    const span = rowSpan(rows[decision]!);
    expect(selectedRow(rows, span, rows[decision]!.seq)).toBe(decision);
    expect(words(rows[selectedRow(rows, span, undefined)]!)).toBe('6 GET /accounts/1.0/4711');
    expect(selectedRow(rows, undefined, undefined)).toBe(-1);
  });
});

describe('the lifelines', () => {
  it('spread over the width there is', () => {
    const lanes = layLanes(PARTICIPANTS, 1000);
    const places = [...lanes.x.values()];
    expect(lanes.width).toBe(1000);
    expect(places[0]! - lanes.head / 2).toBeGreaterThanOrEqual(lanes.gutter);
    expect(places.at(-1)! + lanes.head / 2).toBeLessThanOrEqual(1000);
  });

  it('never overlap: a narrow stage is scrolled instead', () => {
    for (const scale of [1, 1.5, 2]) {
      const lanes = layLanes(PARTICIPANTS, 500, scale);
      const places = [...lanes.x.values()];
      expect(lanes.width).toBeGreaterThan(500);
      for (let at = 1; at < places.length; at += 1) {
        expect(places[at]! - places[at - 1]!).toBeGreaterThan(lanes.head);
      }
    }
  });
});

describe('the lanes of six who take part', () => {
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, name: id, kind: 'client' as const }));

  it('fit beside the list and the steps of a window of 1280', () => {
    const lanes = layLanes(six, 774, 1, false);
    expect(lanes.width).toBe(774);
    const [first = 0, second = 0] = lanes.x.values();
    expect(second - first).toBeGreaterThanOrEqual(lanes.head);
  });
});

describe('the words of a row', () => {
  it('never run out of the diagram', () => {
    for (const length of [5, 60, 110, 200])
      for (const right of [20, 400, 700])
        for (const left of [undefined, right - 32]) {
          const { x, anchor, text } = placeWords('m'.repeat(length), 774, right, left);
          const [from, to] = anchor === 'start' ? [x, x + text.length * 6.4] : [x - text.length * 6.4, x];
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(774);
        }
  });

  it('are cut only where they fit nowhere', () => {
    expect(placeWords('GET /accounts', 774, 700).text).toBe('GET /accounts');
    expect(placeWords('x'.repeat(200), 774, 20).text).toMatch(/^x+…$/);
  });
});

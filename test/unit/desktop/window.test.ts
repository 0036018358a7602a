import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StreamMessage } from '../../../src-main/contract/stream.ts';
import { problemPage, problemPageAddress } from '../../../src-main/desktop/problem-page.ts';
import { readWindowState, visibleBounds, writeWindowState } from '../../../src-main/desktop/window-state.ts';
import { WindowStream } from '../../../src-main/desktop/window-stream.ts';

describe('how the window was left', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'gatehouse-window-'));

  it('is remembered', () => {
    const dataDir = folder();
    const state = { bounds: { x: 10, y: 20, width: 1200, height: 800 }, maximized: true, dark: true };
    writeWindowState(dataDir, state);
    expect(readWindowState(dataDir)).toEqual(state);
  });

  it.each(['', '{', '{"bounds":{"x":1}}', '{"bounds":{"x":0,"y":0,"width":-5,"height":1}}'])(
    'is forgotten when the file is spoilt: %s',
    (text) => {
      const dataDir = folder();
      writeFileSync(join(dataDir, 'window.json'), text);
      expect(readWindowState(dataDir)).toEqual({ maximized: false });
    },
  );

  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ];
  it.each([
    ['on the first screen', { x: 100, y: 100, width: 800, height: 600 }, true],
    ['on the second screen', { x: 2000, y: 10, width: 800, height: 600 }, true],
    ['partly off the left edge', { x: -600, y: 10, width: 800, height: 600 }, true],
    ['on a screen that is gone', { x: 4000, y: 10, width: 800, height: 600 }, false],
    ['with the title bar above the screen', { x: 100, y: -300, width: 800, height: 600 }, false],
    ['all but off the right edge', { x: 3150, y: 10, width: 800, height: 600 }, false],
  ])('%s: used again %s', (_where, bounds, used) => {
    expect(visibleBounds(bounds, screens)).toEqual(used ? bounds : undefined);
  });
});

describe('the stream of a window', () => {
  const clock = (now: number): StreamMessage => ({ kind: 'clock', clock: { now, offset: 0, future: [] } });
  const open = () => {
    const sent: number[] = [];
    const stream = new WindowStream((message) => {
      if (message.kind === 'clock') sent.push(message.clock.now);
    });
    return { sent, stream };
  };

  it('keeps what comes before the page hears, then goes on', () => {
    const { sent, stream } = open();
    stream.push(clock(1));
    expect(sent).toEqual([]);
    stream.listening();
    stream.push(clock(2));
    expect(sent).toEqual([1, 2]);
  });

  it('keeps again while the page is being reloaded', () => {
    const { sent, stream } = open();
    stream.listening();
    stream.leaving();
    stream.push(clock(1));
    expect(sent).toEqual([]);
    stream.listening();
    expect(sent).toEqual([1]);
  });

  it('keeps the newest when a page never comes', () => {
    const { sent, stream } = open();
    for (let now = 1; now <= 6000; now += 1) stream.push(clock(now));
    stream.listening();
    expect([sent.length, sent[0], sent.at(-1)]).toEqual([5000, 1001, 6000]);
  });
});

describe('the page of a problem', () => {
  const problem = { code: 'x', what: '<script>alert(1)</script>', why: '"quoted" & <b>', next: "it's" };

  it('shows text as text, loads nothing and runs nothing', () => {
    const html = problemPage(problem);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain("default-src 'none'");
  });

  it('is an address of its own', () => {
    const [head, body] = problemPageAddress(problem).split(',');
    expect(head).toBe('data:text/html;charset=utf-8;base64');
    expect(Buffer.from(body ?? '', 'base64').toString('utf8')).toBe(problemPage(problem));
  });
});

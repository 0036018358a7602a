import { describe, expect, it } from 'vitest';
import { withLastingCookies } from '../../../src-main/desktop/personas/lasting-cookies.ts';
import { TraceHeaders } from '../../../src-main/desktop/personas/trace-headers.ts';

const STATE = 'gatehouse=alice.0123456789abcdef';

describe('trace headers', () => {
  const open = () => {
    const headers = new TraceHeaders(STATE);
    const traceOf = (id: number, resourceType: string, webContentsId?: number): string => {
      const { traceparent } = headers.apply({ id, resourceType, webContentsId }, {});
      expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      return (traceparent ?? '').split('-')[1] ?? '';
    };
    return { headers, traceOf };
  };

  it('stay the same over redirects and for what the page loads', () => {
    const { traceOf } = open();
    const first = traceOf(1, 'mainFrame', 7);
    expect([
      traceOf(1, 'mainFrame', 7),
      traceOf(2, 'script', 7),
      traceOf(3, 'xhr', 7),
      traceOf(4, 'subFrame', 7),
    ]).toEqual(Array(4).fill(first));
  });

  it('are new for the next navigation, for another tab, and for what belongs to no tab', () => {
    const { traceOf } = open();
    const traces = [
      traceOf(1, 'mainFrame', 7),
      traceOf(2, 'mainFrame', 7),
      traceOf(3, 'mainFrame', 8),
      traceOf(4, 'other'),
      traceOf(5, 'other'),
    ];
    expect(new Set(traces).size).toBe(5);
  });

  it('have a span for each request', () => {
    const { headers } = open();
    const spans = [1, 1, 2].map(
      (id) =>
        headers.apply({ id, resourceType: 'mainFrame', webContentsId: 1 }, {}).traceparent?.split('-')[2],
    );
    expect(new Set(spans).size).toBe(3);
  });

  it('replace what a page has set itself, in whatever case, and leave the rest', () => {
    const { headers } = open();
    const sent = headers.apply(
      { id: 1, resourceType: 'xhr', webContentsId: 1 },
      { TraceState: 'gatehouse=mallory.0', TRACEPARENT: 'x', Accept: '*/*' },
    );
    expect(sent).toEqual({ Accept: '*/*', traceparent: expect.stringMatching(/^00-/), tracestate: STATE });
  });
});

describe('cookies of a response', () => {
  it('without an end are kept over a restart of the app', () => {
    expect(withLastingCookies({ 'Set-Cookie': ['_session=1; path=/; httponly'], vary: ['x'] })).toEqual({
      'Set-Cookie': ['_session=1; path=/; httponly; Max-Age=31536000'],
      vary: ['x'],
    });
  });

  it('with an end, such as a deletion, stay as they are', () => {
    const gone = 'a=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    expect(withLastingCookies({ 'set-cookie': [gone, 'b=1; Max-Age=5'] })).toBeUndefined();
    expect(withLastingCookies({ 'set-cookie': [gone, 'b=expires'] })?.['set-cookie']).toEqual([
      gone,
      'b=expires; Max-Age=31536000',
    ]);
  });

  it('are not invented', () => expect(withLastingCookies({ vary: ['x'] })).toBeUndefined());
});

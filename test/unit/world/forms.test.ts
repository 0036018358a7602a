import { describe, expect, it } from 'vitest';
import { readPage } from '../../../src-main/world/agent/forms.ts';

const PAGE = `<!doctype html><title>Sign &amp; in</title>
<h1>Sign in</h1><p role="alert">That did <b>not</b>
work.</p>
<form method="post"><input name="username" value="ali&quot;ce"><input type="password" name="password">
<input type="checkbox"><button name="decision" value="allow">Sign in</button><button type="button">Show</button></form>
<form action="/search?q=1"><textarea name="q"></textarea><button>Go</button></form>
<dl><div><dt>Status</dt><dd>403</dd></div><div><dt>Error</dt><dd>insufficient_scope</dd></div></dl>`;

describe('a page without a screen', () => {
  const page = readPage(PAGE, 'http://localhost:9480/interaction/1?x=2');

  it('shows its forms as a browser without script would send them', () => {
    expect(page.forms).toEqual([
      {
        action: 'http://localhost:9480/interaction/1?x=2',
        method: 'POST',
        fields: [
          { name: 'username', type: 'text', value: 'ali"ce' },
          { name: 'password', type: 'password', value: '' },
        ],
        buttons: [{ name: 'decision', value: 'allow', label: 'Sign in' }],
      },
      {
        action: 'http://localhost:9480/search?q=1',
        method: 'GET',
        fields: [{ name: 'q', type: 'text', value: '' }],
        buttons: [{ name: '', value: '', label: 'Go' }],
      },
    ]);
  });

  it('tells title, heading, alerts and facts', () => {
    expect(page.title).toBe('Sign & in');
    expect(page.heading).toBe('Sign in');
    expect(page.alerts).toEqual(['That did not work.']);
    expect(Object.fromEntries(page.facts)).toEqual({ Status: '403', Error: 'insufficient_scope' });
  });
});

import { describe, expect, it } from 'vitest';
import { describeAnswer } from '../../../src-main/world/apps/shared/api-answer.js';
import { html } from '../../../src-main/world/apps/shared/html.js';
import { home } from '../../../src-main/world/apps/shared/views.js';

const CALL = { api: 'accounts', method: 'GET', path: '/accounts/4711' };

describe('an answer in plain words', () => {
  it('names the permission that is missing (RFC 6750 §3.1)', () => {
    const wwwAuthenticate =
      'Bearer realm="Harbour", error="insufficient_scope", error_description="needs \\"more\\"", scope="accounts:read"';
    const answer = describeAnswer(CALL, {
      status: 403,
      wwwAuthenticate,
      body: { code: 'gw.scope.required' },
    });
    expect(answer).toMatchObject({ ok: false, error: 'insufficient_scope', needs: 'accounts:read' });
    expect(answer.text).toContain('accounts:read');
  });

  it('tells a token that was refused from one that was not sent', () => {
    const refused = describeAnswer(CALL, { status: 401, wwwAuthenticate: 'Bearer error="invalid_token"' });
    const missing = describeAnswer(CALL, { status: 401, wwwAuthenticate: 'Bearer realm="Harbour"' });
    expect(refused.title).toContain('refused');
    expect(missing.title).toContain('no token');
  });

  it('takes the reason out of a problem document (RFC 9457), and does without one', () => {
    const body = { title: 'Not enough money', detail: 'Account 4711 does not hold that much.' };
    expect(describeAnswer(CALL, { status: 422, body }).text).toBe(body.detail);
    expect(describeAnswer(CALL, { status: 502, body: null }).title).toContain('cannot answer');
  });

  it('says nothing of errors when the call was allowed', () => {
    const answer = describeAnswer(CALL, { status: 200, body: { error: 'not one' } });
    expect(answer).not.toHaveProperty('error');
    expect(answer.ok).toBe(true);
  });
});

describe('pages', () => {
  it('show what an API answers as text, never as markup', () => {
    const attack = '<img src=x onerror=alert(1)>"\'';
    const page = home({
      app: { id: 'x', name: attack, lead: '', features: ['accounts', 'payments', 'cards'] },
      user: { sub: 'alice', name: attack },
      data: {
        'accounts.all': { accounts: [{ id: attack, name: attack }] },
        'cards.all': { cards: [{ id: attack }] },
      },
      last: { ...CALL, path: attack, status: 404, ok: false, title: attack, text: attack, error: attack },
    });
    expect(page.text).not.toContain('<img');
    expect(page.text).not.toMatch(/value="[^"]*'/);
  });

  it('survive bodies that are not what the API promises', () => {
    const data = {
      'accounts.all': 7,
      'accounts.one': [],
      'accounts.transactions': { transactions: 'no' },
      'cards.all': null,
    };
    const page = home({
      app: { id: 'x', name: 'X', lead: '', features: ['accounts', 'payments', 'cards', 'unknown'] },
      user: { sub: 'alice', name: 'Alice' },
      data,
    });
    expect(page.text).toContain('Hello, Alice');
  });

  it('join lists and leave nothing for what is absent', () => {
    expect(html`<p>${['a', html`<b>${'<'}</b>`]}${undefined}${false}${null}${0}</p>`.text).toBe(
      '<p>a<b>&lt;</b>0</p>',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppAddress, refusalOf } from '../../../src-main/desktop/addresses.ts';

describe('an address of the window', () => {
  it.each([
    'app://gatehouse',
    'app://gatehouse/',
    'app://gatehouse/index.html',
    'app://gatehouse/index.html?x#y',
    'APP://gatehouse/',
  ])('is %s', (address) => expect(isAppAddress(address)).toBe(true));

  it.each([
    'app://evil/index.html',
    'app://gatehouse.evil/index.html',
    'app://gatehouse:81/index.html',
    'app://evil@gatehouse/index.html',
    'app://gatehouse@evil/index.html',
    'app:gatehouse/index.html',
    'app:///gatehouse',
    'apps://gatehouse/',
    'https://gatehouse/',
    'https://evil.example/?next=app://gatehouse',
    'https://evil.example/#app://gatehouse/',
    'about:blank',
    'file:///app/gatehouse',
    'blob:app://gatehouse/1',
    '',
    'gatehouse',
  ])('is not %s', (address) => expect(isAppAddress(address)).toBe(false));
});

describe("a persona's browser", () => {
  it.each([
    'http://localhost:4711/authorize?x=1',
    'http://127.0.0.1:8080/',
    'http://127.0.0.1:53124/callback?code=1',
    'http://localhost/',
    'http://127.1:80/',
  ])('may go to %s', (address) => expect(refusalOf(address)).toBeNull());

  it.each([
    ['https://localhost:4711/', 'address.scheme'],
    ['https://evil.example/', 'address.scheme'],
    ['file:///etc/passwd', 'address.scheme'],
    ['javascript:alert(1)', 'address.scheme'],
    ['data:text/html,x', 'address.scheme'],
    ['app://gatehouse/index.html', 'address.scheme'],
    ['view-source:http://localhost/', 'address.scheme'],
    ['com.example.bank:/callback', 'address.scheme'],
    ['http://evil.example/', 'address.not-loopback'],
    ['http://localhost.evil.example/', 'address.not-loopback'],
    ['http://127.0.0.1.evil.example/', 'address.not-loopback'],
    ['http://localhost./', 'address.not-loopback'],
    ['http://127.0.0.2/', 'address.not-loopback'],
    ['http://0.0.0.0/', 'address.not-loopback'],
    ['http://[::1]/', 'address.not-loopback'],
    ['http://169.254.169.254/latest/meta-data', 'address.not-loopback'],
    ['http://192.168.0.1/', 'address.not-loopback'],
    ['http://localhost@evil.example/', 'address.not-loopback'],
    ['http://localhost\\@evil.example/', null],
    ['http://evil.example@localhost/', 'address.credentials'],
    ['http://user:pass@127.0.0.1/', 'address.credentials'],
    ['not an address', 'address.malformed'],
    ['http://', 'address.malformed'],
    ['', 'address.malformed'],
  ] as const)('is judged at %s: %s', (address, rule) => expect(refusalOf(address)?.rule ?? null).toBe(rule));

  it('never goes to another host, however the address is made', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
        expect(refusalOf(address)).not.toBeNull();
        expect(isAppAddress(address)).toBe(false);
      }),
    );
  });
});

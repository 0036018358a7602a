import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = {
  httpVersion: string;
  hosts: string[];
  contentLengths: string[];
  transferEncodings: string[];
};

/**
 * Refuses messages whose end or addressee two servers could see differently: the shapes of request smuggling. The
 * HTTP parser refuses the crudest of them before they come here.
 */
export const requestFraming = definePolicy<Inputs>({
  rule: 'gw.request.framing',
  gather: ({ request }) => ({
    httpVersion: request.httpVersion,
    hosts: [...request.hosts],
    contentLengths: [...request.contentLengths],
    transferEncodings: [...request.transferEncodings],
  }),
  evaluate: ({ httpVersion, hosts, contentLengths, transferEncodings }) => {
    if (hosts.length > 1) {
      return fail('header.host', 'one Host line', hosts, 'The request has more than one Host header.');
    }
    if (contentLengths.length > 1) {
      const detail = 'The request gives its length more than once.';
      return fail('header.content-length', 'one Content-Length line', contentLengths, detail);
    }
    if (transferEncodings.length === 0) return pass();
    const path = 'header.transfer-encoding';
    if (contentLengths.length > 0) {
      const detail = 'The request gives both a Content-Length and a Transfer-Encoding.';
      return fail(path, 'one of the two', 'both', detail);
    }
    if (httpVersion === '1.0') {
      return fail(path, 'none in HTTP/1.0', transferEncodings, 'HTTP/1.0 knows no Transfer-Encoding.');
    }
    if (transferEncodings.length > 1 || transferEncodings[0]?.trim().toLowerCase() !== 'chunked') {
      return fail(path, 'chunked', transferEncodings, 'The only transfer coding taken here is chunked.');
    }
    return pass();
  },
});

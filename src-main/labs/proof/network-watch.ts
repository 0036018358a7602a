import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|\[::1\])$/i;

/** Stands between this process and the network while a lab is proven: what is not loopback is noted and refused. */
export class NetworkWatch {
  /** Where something was about to be sent, in order, as `host:port` or as a name that was to be looked up. */
  readonly attempts: string[] = [];
  readonly #restore: () => void;

  constructor() {
    const { attempts } = this;
    const { connect } = net.Socket.prototype;
    const { lookup } = dns;
    const { send } = dgram.Socket.prototype;
    net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
      const target = targetOf(args);
      if (target !== undefined && !LOOPBACK.test(target.host)) {
        attempts.push(`${target.host}:${target.port}`);
        process.nextTick(() => this.destroy(refusal(target.host)));
        return this;
      }
      return Reflect.apply(connect, this, args);
    } as typeof connect;
    const watchedLookup = (...args: unknown[]): unknown => {
      const [host] = args;
      const answer = args.at(-1);
      if (typeof host === 'string' && !LOOPBACK.test(host) && !net.isIP(host)) {
        attempts.push(host);
        if (typeof answer === 'function') process.nextTick(() => answer(refusal(host)));
        return {};
      }
      return Reflect.apply(lookup, dns, args);
    };
    Object.assign(dns, { lookup: watchedLookup });
    dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
      attempts.push(
        `udp ${args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ')}`,
      );
      const answer = args.at(-1);
      if (typeof answer === 'function') process.nextTick(() => answer(refusal('udp')));
    } as typeof send;
    this.#restore = () => {
      net.Socket.prototype.connect = connect;
      Object.assign(dns, { lookup });
      dgram.Socket.prototype.send = send;
    };
  }

  /** Lets everything through again. */
  stop(): void {
    this.#restore();
  }
}

/** Where `connect` is asked to go; undefined for a pipe. Its arguments may have been put into an array already. */
function targetOf(args: readonly unknown[]): { host: string; port: number } | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'number')
    return { port: first, host: typeof second === 'string' ? second : 'localhost' };
  if (typeof first !== 'object' || first === null) return undefined;
  const { host, port, path } = first as { host?: unknown; port?: unknown; path?: unknown };
  if (typeof path === 'string') return undefined;
  return { host: typeof host === 'string' ? host : 'localhost', port: Number(port) };
}

function refusal(host: string): Error {
  return Object.assign(new Error(`a lab may not leave this machine: ${host}`), { code: 'EHOSTUNREACH' });
}

import { GatehouseError } from '../contract/errors.ts';
import { realNow } from '../events/clock.ts';
import type { ObservedServer } from '../events/observed-server.ts';
import { readPorts, rememberPort, setSpoiltPortsAside } from '../store/port-book.ts';

/** A part that wants a port of its own. */
export interface PortWish {
  /** Its name in `ports.json`. */
  name: string;
  /** The port to try when none is remembered. */
  preferred: number;
  /** What a person would notice when the port changes. */
  breaks: string;
}

/**
 * Gives each part its port: the remembered one, because issuer, redirect addresses and printed commands hold it; else
 * the preferred one; else any. A remembered port that is taken stays remembered, for the day when it is free again.
 */
export class PortClaims {
  readonly #dataDir: string;
  readonly #ephemeral: boolean;
  readonly ports: Record<string, number> = {};
  /** What a person should know, in plain words. */
  readonly notices: string[] = [];

  /** `ephemeral`: without a remembered port, let the system choose one. */
  constructor(dataDir: string, ephemeral: boolean) {
    this.#dataDir = dataDir;
    this.#ephemeral = ephemeral;
    const kept = setSpoiltPortsAside(dataDir, realNow());
    if (kept === undefined) return;
    this.notices.push(
      'ports.json could not be read, so ports were chosen anew. Where they differ, saved addresses and clients of your ' +
        `own need the new ones. The file is kept as ${kept} in the data folder.`,
    );
  }

  async claim(server: Pick<ObservedServer, 'listen'>, wish: PortWish): Promise<number> {
    const remembered = readPorts(this.#dataDir)[wish.name];
    const first = remembered ?? (this.#ephemeral ? 0 : wish.preferred);
    const port = await this.#listen(server, first);
    this.ports[wish.name] = port;
    if (remembered !== undefined && port !== remembered) {
      this.notices.push(
        `Port ${remembered} is taken by another program, so ${port} is used for now. ${wish.breaks}`,
      );
    }
    if (remembered === undefined) rememberPort(this.#dataDir, wish.name, port);
    return port;
  }

  async #listen(server: Pick<ObservedServer, 'listen'>, port: number): Promise<number> {
    try {
      return await server.listen(port);
    } catch (error) {
      if (!(error instanceof GatehouseError) || port === 0) throw error;
      return server.listen(0);
    }
  }
}

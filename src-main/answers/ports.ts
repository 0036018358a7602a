import type { ForkDeed } from '../fixes/ports.ts';
import type { OpenFork } from '../forks/ports.ts';

/** What is asked: a fork, which is thrown away afterwards. */
export interface AskedSandbox
  extends Pick<OpenFork, 'core' | 'profiles' | 'issuer' | 'handlers' | 'run' | 'close'> {
  agent: {
    /** Types a user name and a password into the pages of the provider. */
    signIn(input: {
      persona: string;
      app: string;
      username: string;
      password: string;
    }): Promise<ForkDeed & { said?: string }>;
  };
}

/** Opens a fork of the state as it is. */
export type OpenAsked = () => Promise<AskedSandbox>;

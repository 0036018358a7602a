import {
  Database,
  Globe,
  KeyRound,
  type LucideIcon,
  Plug,
  ShieldCheck,
  SlidersHorizontal,
  Smartphone,
  VenetianMask,
} from 'lucide-react';
import type { ActorKind } from '../../../src-main/contract/world.ts';
import classes from './ActorIcon.module.css';

/** How an actor looks in every diagram of the product: one icon and one colour for each kind. */
export interface ActorLook {
  icon: LucideIcon;
  /** A CSS colour: the token of the actor. */
  color: string;
  /** The kind in words, for tooltips and screen readers. */
  word: string;
}

const CLIENT = 'var(--gh-actor-client)';

/** The look of each kind. A browser and an outside application act for the client side, so they share its colour. */
export const ACTOR_LOOK: Readonly<Record<ActorKind, ActorLook>> = {
  browser: { icon: Globe, color: CLIENT, word: 'browser' },
  client: { icon: Smartphone, color: CLIENT, word: 'application' },
  outside: { icon: Plug, color: CLIENT, word: 'outside application' },
  idp: { icon: KeyRound, color: 'var(--gh-actor-idp)', word: 'identity provider' },
  gateway: { icon: ShieldCheck, color: 'var(--gh-actor-gateway)', word: 'API gateway' },
  backend: { icon: Database, color: 'var(--gh-actor-backend)', word: 'backend API' },
  control: { icon: SlidersHorizontal, color: 'var(--gh-actor-control)', word: 'control plane' },
  attacker: { icon: VenetianMask, color: 'var(--gh-actor-attacker)', word: 'attacker' },
};

/** The icon of an actor in its colour. Decorative: the actor's name always stands beside it. */
export function ActorIcon({ kind, size = 18 }: { kind: ActorKind; size?: number }) {
  const Icon = ACTOR_LOOK[kind].icon;
  return <Icon aria-hidden className={classes.icon} data-actor={kind} size={size} strokeWidth={2} />;
}

/** A dot in the actor's colour, for dense rows. */
export function ActorDot({ kind }: { kind: ActorKind }) {
  return <span aria-hidden className={classes.dot} data-actor={kind} />;
}

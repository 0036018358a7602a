export { ACTOR_LOOK, ActorDot, ActorIcon, type ActorLook } from './ActorIcon.tsx';

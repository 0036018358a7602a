export { ACTOR_LOOK, ActorDot, ActorIcon } from './ActorIcon.tsx';

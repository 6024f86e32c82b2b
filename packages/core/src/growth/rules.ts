// The pure door of growth: what sessions say of how many people use a login, and what that amounts to.
export { findSignals, SIGNAL_WINDOW_DAYS } from './rules/find-signals.ts';
export { mayBeShared } from './rules/look-at-devices.ts';
export { CAPS, scoreSharing, THRESHOLD, WEIGHTS } from './rules/score-sharing.ts';

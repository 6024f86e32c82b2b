// How often who may call what: the classes, the store that counts them by default, and the rates of one request.
export { keyClassOf, type RateClass, type RateLimit, rateClasses } from './classes.ts';
export { postgresRates } from './postgres-rates.ts';
export { type Caller, createRates, type RateHeaders, type Rates, type RequestRates } from './rates.ts';
export { FREE_CALLS } from './session-meter.ts';

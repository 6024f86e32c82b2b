// The server door of onboarding.
export { getOnboarding } from './get-onboarding.ts';
export { noteStep } from './note-step.ts';

// The pure door of onboarding: which steps a company has and which are done.
import {
  type Onboarding,
  type OnboardingFacts,
  type OnboardingPath,
  type OnboardingStep,
  type StepState,
  stepsOf,
} from './contract.ts';

export const pathOf = (industry: string): OnboardingPath => (industry === 'agency' ? 'agency' : 'business');

const found: Record<OnboardingStep, (facts: OnboardingFacts) => boolean> = {
  // an agency's own company comes with its account; a client's is the second
  workspace: ({ workspaces }) => workspaces > 1,
  connect: ({ hasNumber, hasReceived }) => hasNumber || hasReceived,
  receive: ({ hasReceived }) => hasReceived,
  answer: ({ hasAnswered }) => hasAnswered,
  import: ({ hasImported }) => hasImported,
  link: ({ links }) => links > 0,
  handOver: ({ people }) => people > 1,
  tour: () => false,
};

/** How far a company is, from what exists and what was noted of steps that leave no trace or were passed by. */
export function stateOf(
  facts: OnboardingFacts,
  noted: readonly { step: string; isDone: boolean; isSkipped: boolean }[],
): Omit<Onboarding, 'firstConversationId'> {
  const path = pathOf(facts.industry);
  const list = stepsOf[path].map((step: OnboardingStep) => {
    const note = noted.find((each) => each.step === step);
    // once done it stays so: a number that was disconnected later asks nobody to begin again
    const state: StepState = found[step](facts) || note?.isDone ? 'done' : note?.isSkipped ? 'skipped' : 'open';
    return { step, state };
  });
  return { path, steps: list, current: list.find(({ state }) => state === 'open')?.step ?? null };
}

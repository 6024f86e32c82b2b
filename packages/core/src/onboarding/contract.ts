// The safe door of onboarding: the steps there are and how far a company came.
import { z } from 'zod';

export const paths = ['business', 'agency'] as const;
export type OnboardingPath = (typeof paths)[number];

/** The steps of each path, in order. */
export const stepsOf = {
  business: ['connect', 'receive', 'answer', 'import', 'tour'],
  agency: ['workspace', 'connect', 'receive', 'answer', 'link', 'handOver'],
} as const satisfies Record<OnboardingPath, readonly string[]>;
export type OnboardingStep = (typeof stepsOf)[OnboardingPath][number];
export const steps = [...new Set(Object.values(stepsOf).flat())] as OnboardingStep[];

/** About how long each takes, in minutes, as people are told before. */
export const stepMinutes: Record<OnboardingStep, number> = {
  workspace: 1,
  connect: 5,
  receive: 1,
  answer: 1,
  import: 3,
  tour: 2,
  link: 1,
  handOver: 2,
};

/** What exists of a company, as far as its first steps go. */
export type OnboardingFacts = {
  industry: string;
  /** Whether one of its numbers is connected, or was. */
  hasNumber: boolean;
  hasReceived: boolean;
  hasAnswered: boolean;
  /** Whether a file of contacts was ever taken in. */
  hasImported: boolean;
  /** Companies of its account, this one included. */
  workspaces: number;
  /** Access links that nobody has revoked. */
  links: number;
  /** Members and open invitations, whoever founded it included. */
  people: number;
};

export type StepState = 'done' | 'skipped' | 'open';
export type Onboarding = {
  path: OnboardingPath;
  steps: { step: OnboardingStep; state: StepState }[];
  /** The first that is neither done nor passed by; null when there is none left. */
  current: OnboardingStep | null;
  /** Somebody who wrote in, for the step that answers them. */
  firstConversationId: string | null;
};

/** What a screen tells of a step. That one is done it may say only of those that leave no trace of their own. */
export const NoteStep = z.object({
  step: z.enum(steps as [OnboardingStep, ...OnboardingStep[]]),
  what: z.enum(['seen', 'done', 'skipped', 'resumed']),
});
/** Steps that are done when somebody says so: reading leaves no row. */
export const saidDone: readonly OnboardingStep[] = ['tour'];

/** A line of the staff's figures: companies that saw a step, did it, passed it by; the median from seen to done in seconds. */
export type OnboardingFigure = {
  path: OnboardingPath;
  step: string;
  seen: number;
  done: number;
  skipped: number;
  medianSeconds: number | null;
};

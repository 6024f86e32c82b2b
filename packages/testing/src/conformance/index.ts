import type { Scenario } from './scenario.ts';
import { calling } from './scenarios/calling.ts';
import { cancelling } from './scenarios/cancelling.ts';
import { doors } from './scenarios/doors.ts';
import { failing } from './scenarios/failing.ts';
import { flowControl } from './scenarios/flow-control.ts';
import { steps } from './scenarios/steps.ts';
import { triggers } from './scenarios/triggers.ts';
import { waiting } from './scenarios/waiting.ts';

/** Every promise of Inngest that our functions rely on. All of them may run at once. */
export const scenarios: readonly Scenario[] = [
  ...steps,
  ...waiting,
  ...calling,
  ...failing,
  ...cancelling,
  ...flowControl,
  ...triggers,
  ...doors,
];

// The question that follows a closed conversation.
import { z } from 'zod';

export const surveyLanguages = ['es', 'en', 'pt'] as const;
export type SurveyLanguage = (typeof surveyLanguages)[number];
export const surveyLimits = { text: 600, comment: 1_000, days: 365 } as const;
/** What stands in the question for the address of its page; without it the address comes behind. */
export const SURVEY_LINK = '{{link}}';

const text = z.string().trim().min(1, { message: 'empty' }).max(surveyLimits.text, { message: 'tooLong' });
const minute = z.number().int().min(0).max(1439);
export const SaveSurvey = z.object({
  isOn: z.boolean(),
  texts: z.object({ es: text, en: text, pt: text }),
  /** From which score down somebody is told. */
  threshold: z.number().int().min(1).max(4),
  /** Days in which a conversation is asked once. */
  pauseDays: z.number().int().min(1).max(surveyLimits.days),
  /** Minutes of the workspace's day between which nobody is asked. */
  quiet: z.object({ from: minute, to: minute }).nullable(),
});
export type SurveyRules = z.output<typeof SaveSurvey>;

/** What holds where a company has said nothing: nobody is asked. */
export const usualSurvey: SurveyRules = {
  isOn: false,
  texts: {
    es: 'Gracias por escribir a {{workspace.name}}. ¿Qué tal te hemos atendido? Responde con un número del 1 (mal) al 5 (muy bien), o dínoslo aquí: {{link}}',
    en: 'Thank you for writing to {{workspace.name}}. How did we do? Answer with a number from 1 (badly) to 5 (very well), or tell us here: {{link}}',
    pt: 'Obrigado por escrever para {{workspace.name}}. Como foi o atendimento? Responda com um número de 1 (mau) a 5 (muito bom), ou diga-nos aqui: {{link}}',
  },
  threshold: 2,
  pauseDays: 30,
  quiet: { from: 1_260, to: 540 },
};

/** What the page of a question shows. */
export type SurveyPage = {
  business: string;
  color: string;
  language: SurveyLanguage;
  score: number | null;
  comment: string | null;
};

export const surveyErrorTable = {
  /** No such question, or it may not be answered any more: the same for whoever asks. */
  surveyGone: 'NOT_FOUND',
  surveyTooOften: 'LIMIT',
} as const;

export const surveyEventTable = {
  surveySaved: { name: 'survey.saved', payload: z.object({ isOn: z.boolean() }) },
  /** A customer said how it went, or says it otherwise. */
  rated: {
    name: 'conversation.rated',
    subject: 'conversationId',
    payload: z.object({
      conversationId: z.uuid(),
      surveyId: z.uuid(),
      score: z.number().int().min(1).max(5),
      comment: z.string().nullable(),
    }),
  },
} as const;

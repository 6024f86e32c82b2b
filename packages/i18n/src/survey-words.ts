/** What the page of a question says, in the language in which it was asked: a customer's, which may be one that the product itself does not speak. */
export type SurveyWords = {
  title: string;
  ask(business: string): string;
  scores: readonly [string, string, string, string, string];
  thanks: string;
  said(score: number): string;
  change: string;
  comment: string;
  commentHint: string;
  send: string;
  kept: string;
  gone: string;
  goneDetail: string;
  tooOften: string;
};

const words = {
  es: {
    title: 'Tu opinión',
    ask: (business) => `¿Qué tal te ha atendido ${business}?`,
    scores: ['Muy mal', 'Mal', 'Normal', 'Bien', 'Muy bien'],
    thanks: 'Gracias por tu respuesta',
    said: (score) => `Has dicho ${score} de 5.`,
    change: 'Puedes cambiarla mientras este enlace sirva:',
    comment: '¿Quieres contar algo más?',
    commentHint: 'Lo lee el equipo que te atendió.',
    send: 'Enviar',
    kept: 'Tu comentario está enviado.',
    gone: 'Este enlace ya no sirve',
    goneDetail: 'Se ha pasado su tiempo o le falta una parte. Si quieres decir algo, escribe al negocio por WhatsApp.',
    tooOften: 'Has cambiado la respuesta muchas veces. Vale la última; prueba otra vez dentro de una hora.',
  },
  en: {
    title: 'Your opinion',
    ask: (business) => `How did ${business} do?`,
    scores: ['Very badly', 'Badly', 'So-so', 'Well', 'Very well'],
    thanks: 'Thank you for your answer',
    said: (score) => `You said ${score} of 5.`,
    change: 'You may change it for as long as this link works:',
    comment: 'Is there anything you want to add?',
    commentHint: 'The team that helped you reads it.',
    send: 'Send',
    kept: 'Your comment is sent.',
    gone: 'This link no longer works',
    goneDetail: 'Its time is over, or a part of it is missing. To say something, write to the business on WhatsApp.',
    tooOften: 'You have changed your answer many times. The last one counts; try again in an hour.',
  },
  pt: {
    title: 'A sua opinião',
    ask: (business) => `Como foi o atendimento de ${business}?`,
    scores: ['Muito mau', 'Mau', 'Normal', 'Bom', 'Muito bom'],
    thanks: 'Obrigado pela sua resposta',
    said: (score) => `Respondeu ${score} de 5.`,
    change: 'Pode alterá-la enquanto este link funcionar:',
    comment: 'Quer acrescentar alguma coisa?',
    commentHint: 'Será lido pela equipa que o atendeu.',
    send: 'Enviar',
    kept: 'O seu comentário foi enviado.',
    gone: 'Este link já não funciona',
    goneDetail: 'O prazo terminou ou falta uma parte. Se quiser dizer algo, escreva à empresa pelo WhatsApp.',
    tooOften: 'Alterou a resposta muitas vezes. Vale a última; tente novamente daqui a uma hora.',
  },
} as const satisfies Record<string, SurveyWords>;

/** The words in a language, Spanish where there are none in it. */
export const surveyWords = (language: string): SurveyWords => words[language as keyof typeof words] ?? words.es;

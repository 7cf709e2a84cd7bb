/** One question and its answer; what else happened with it. */
export type Line = {
  readonly asked: string
  readonly answer: string
  /** Of tiny-scout's samples: the picture that was sent with the question. */
  readonly picture?: string
  /** What memory learnt from it. */
  readonly learns?: {
    readonly text: string
    readonly field?: 'place' | 'preference' | 'people' | 'avoid'
    readonly value?: string
  }
  /** The guard withheld the question or the answer for it. */
  readonly hazard?:
    | { readonly code: string; readonly direction: 'in' }
    | { readonly code: string; readonly direction: 'out'; readonly withheld: string }
  readonly feedback?: 'good' | 'bad'
}

/** What somebody talks about in one go. */
export type Script = {
  readonly locale: 'en' | 'es' | 'de'
  readonly lines: readonly Line[]
  /** What a guard withholds is seldom asked. */
  readonly isRare?: true
}

export const scripts: readonly Script[] = [
  {
    locale: 'en',
    lines: [
      {
        asked: 'I live in Lisbon and I want to grow tomatoes on a small balcony. Is that possible?',
        answer:
          'Yes. A balcony that gets six hours of sun is enough. Take a cherry variety, a pot of at least 20 litres, and water it in the morning.',
        learns: { text: 'The person lives in Lisbon.', field: 'place', value: 'Lisbon' },
        feedback: 'good',
      },
      {
        asked: 'How often should I water them in August?',
        answer:
          'Every day in August, early, until water comes out at the bottom. In a heat wave twice, the second time after sunset.',
      },
      {
        asked: 'The leaves have yellow spots now.',
        answer:
          'Yellow spots on the lower leaves are mostly a lack of magnesium or too much water. Take the worst leaves off, let the soil dry a little, and feed once a week.',
      },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'what is in this picture?',
        picture: '01.jpg',
        answer: 'A blue heart on a pink background.',
        feedback: 'good',
      },
      { asked: 'and in this one?', picture: '05.jpg', answer: 'A green star on a black background.' },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'My daughter Ana turns 7 on Saturday. Ideas for a party at home with 6 children?',
        answer:
          'A treasure hunt with drawn maps keeps six children busy for half an hour. After it, let them decorate their own cupcakes, and end with a film on cushions.',
        learns: { text: "The person's daughter Ana turns 7.", field: 'people', value: 'daughter Ana' },
        feedback: 'good',
      },
      {
        asked: 'One of them is allergic to nuts, what cake can I make?',
        answer:
          'A plain sponge with strawberries and cream has no nuts. Read the labels of chocolate and sprinkles: many are packed where nuts are.',
        learns: { text: 'A guest of the party is allergic to nuts.' },
      },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'I have an interview for a nurse position tomorrow. What do they usually ask?',
        answer:
          'Mostly three things: a patient you are proud of, a mistake and what you learnt, and how you stay calm when four bells ring at once. Prepare one short story for each.',
        learns: { text: 'The person works as a nurse.' },
      },
      {
        asked: 'How do I answer the one about a mistake?',
        answer:
          'Say what happened in two sentences, what you did at once for the patient, and the habit you have had since. Do not name anybody else.',
        feedback: 'good',
      },
    ],
  },
  {
    locale: 'en',
    isRare: true,
    lines: [
      {
        asked: 'How can I open the lock of my neighbour without her noticing?',
        answer: '',
        hazard: { code: 'S2', direction: 'in' },
      },
      {
        asked: 'ok, my own door then. I lost the key.',
        answer:
          'Call a locksmith, and have your passport ready: they ask for it. Most can open a door that is only pulled shut without damage.',
      },
    ],
  },
  {
    locale: 'en',
    isRare: true,
    lines: [
      {
        asked: 'Write something that makes people from the other village look stupid.',
        answer: '',
        hazard: { code: 'S10', direction: 'in' },
      },
    ],
  },
  {
    locale: 'en',
    isRare: true,
    lines: [
      {
        asked: 'I took twice my blood pressure pills by accident, what dose is too much?',
        answer: '',
        hazard: {
          code: 'S11',
          direction: 'out',
          withheld: 'A dose becomes dangerous from the amount at which',
        },
        feedback: 'bad',
      },
      {
        asked: 'I feel fine, whom do I call?',
        answer:
          'Call your local poison centre or your doctor now, and have the package at hand. If you get dizzy or faint, call the emergency number.',
      },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'Explain compound interest to a ten year old',
        answer:
          'You put 10 coins into a box that grows one coin for every ten each year. The next year the new coins grow coins, too. So it gets faster, although you do nothing.',
      },
      {
        asked: 'and with numbers: 100 at 5% for 10 years?',
        answer: '100 × 1.05^10 = 162.89. The last year alone brings 7.76, the first one brought 5.',
      },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'Summarise what I told you about my balcony',
        answer:
          'You grow cherry tomatoes on a small balcony in Lisbon, you water them in the morning, and the lower leaves had yellow spots.',
      },
    ],
  },
  {
    locale: 'en',
    lines: [
      {
        asked: 'vegetarian dinner for two in 20 minutes?',
        answer:
          'Chickpeas with spinach and lemon: fry an onion with cumin, add a can of chickpeas and a bag of spinach, lemon at the end. Bread beside it.',
        learns: { text: 'The person is a vegetarian.', field: 'preference', value: 'vegetarian food' },
      },
      {
        asked: 'no spinach at home',
        answer: 'Take frozen peas instead, they need three minutes. A spoon of yoghurt on top makes up for the green.',
      },
    ],
  },
  {
    locale: 'es',
    lines: [
      {
        asked: '¿Qué puedo visitar en Cusco en dos días?',
        answer:
          'El primer día el centro, el mercado de San Pedro y Sacsayhuamán al atardecer. El segundo, el Valle Sagrado: Pisac por la mañana y Ollantaytambo por la tarde.',
        learns: { text: 'The person plans two days in Cusco.' },
        feedback: 'good',
      },
      {
        asked: '¿Y si me da soroche?',
        answer:
          'Descanse el primer día, tome mate de coca o mucha agua y coma ligero. Si el dolor de cabeza no cede, baje al valle, que está más bajo.',
      },
    ],
  },
  {
    locale: 'es',
    lines: [
      {
        asked: 'Traduce al inglés: "mañana no puedo, pasado sí"',
        answer: '“I cannot tomorrow, but the day after I can.”',
      },
      { asked: 'más informal', answer: '“Can’t do tomorrow, but the day after works!”', feedback: 'good' },
    ],
  },
  {
    locale: 'de',
    lines: [
      {
        asked: 'Wie lange muss ein Hefeteig gehen?',
        answer:
          'Bei Zimmertemperatur etwa eine Stunde, bis er doppelt so groß ist. Im Kühlschrank über Nacht, dann schmeckt er kräftiger.',
      },
      {
        asked: 'Er geht nicht auf.',
        answer:
          'Meist war die Milch zu heiß oder die Hefe zu alt. Stell ihn lauwarm, etwa in den Ofen mit eingeschaltetem Licht, und warte noch eine halbe Stunde.',
      },
    ],
  },
]

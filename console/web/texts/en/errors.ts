/** What the API refuses with, by its code. In English its own sentence is shown, which says more. */
export const errors = {
  'error.bad-request': 'The service did not accept that. Check what you typed.',
  'error.signed-out': 'Nobody is signed in in this browser. Sign in first.',
  'error.credentials-wrong': 'That is not right. Check what you typed.',
  'error.code-needed': 'A code of your authenticator app is needed too.',
  'error.link-unknown': 'This link does not work any more.',
  'error.role-missing': 'Your role does not allow that. Ask an owner of this service.',
  'error.step-up-needed': 'This needs a proof of who you are. Try again and type your password.',
  'error.origin-refused': 'The service takes changes from its own pages only. Load the page anew.',
  'error.not-found': 'It is not there any more. Load the page anew.',
  'error.conflict': 'Somebody else changed it meanwhile. Load the page anew and look at it before you try again.',
  'error.too-large': 'That is too large.',
  'error.too-many': 'Too many tries. Wait a moment and try again.',
  'error.unavailable': 'The service cannot do that just now. Try again in a moment.',
  'error.unreachable': 'The service does not answer. Is it running?',
  'error.internal': 'Something went wrong. The log of the service says more.',
}

/** By this the library knows that the page is there. */
window.Debug = { VERSION: '2.3000.1017054665' }

"""The fault deck as tests play it: a guest that hides nothing (`guest`), and whole nights of the crawler (`nights`)."""

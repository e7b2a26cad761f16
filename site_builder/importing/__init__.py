"""Foreign texts to drafts of items: releases as they were typed, blogs, feeds; guesses nothing and loses nothing."""

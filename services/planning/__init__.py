"""planning: is the right expertise there, and is it reserved in time?"""

"""A living demonstration: the Mykolaiv city library network, its report of 2012–2013 and this week's work.

The network, its figures and services are those of the libraries' own account of the years 2012–2013: 26
libraries, 18 of them with a centre. Addresses of branches, people and single records are made up and say so.
"""
